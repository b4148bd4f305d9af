export type MessageFilter = {
  readonly unreadOnly: boolean;
  readonly from: string;
  readonly receivedAfter: string;
  readonly receivedBefore: string;
};

/**
 * A `$filter` beside which the service sorts by time: what is sorted by must stand first
 * (https://learn.microsoft.com/graph/api/user-list-messages#using-filter-and-orderby-in-the-same-query). Empty: all messages.
 */
export function toFilter({ unreadOnly, from, receivedAfter, receivedBefore }: MessageFilter): string {
  const others = [
    ...(receivedBefore === '' ? [] : [`receivedDateTime lt ${receivedBefore}`]),
    ...(unreadOnly ? ['isRead eq false'] : []),
    ...(from === '' ? [] : [`from/emailAddress/address eq ${quote(from)}`]),
  ];
  if (others.length === 0 && receivedAfter === '') return '';
  return [`receivedDateTime ge ${receivedAfter === '' ? '1900-01-01T00:00:00Z' : receivedAfter}`, ...others].join(' and ');
}

/** OData 4.01 ABNF, string: a quote inside is doubled. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `$search` takes one phrase in double quotes (https://learn.microsoft.com/graph/search-query-parameter). */
export function toSearch(query: string): string {
  return `"${query.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
