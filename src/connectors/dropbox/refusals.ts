import { restated, ToolError, z } from '../../connector-kit/index.ts';

/**
 * A 409, which is how Dropbox answers whatever belongs to a route (https://developers.dropbox.com/error-handling-guide).
 * `summary` is its path through the route's errors: `path/conflict/file`.
 */
export class DropboxRefusal extends ToolError {
  readonly summary: string;
  constructor(summary: string) {
    super(sentenceFor(summary));
    this.name = 'DropboxRefusal';
    this.summary = summary;
  }
}

/** The first that fits says it; what is not here is named as Dropbox names it. */
const sentences: readonly (readonly [summary: RegExp, sentence: string])[] = [
  [
    /^reset/,
    'Dropbox no longer knows this cursor: too much has changed since. Call list_folder again without a cursor, from the beginning.',
  ],
  [/malformed_path/, 'This is no path that Dropbox takes. A path begins with a slash, as in /Offers/Plan.docx; the top is an empty text.'],
  [/conflict\/file_ancestor/, 'A part of the path is a file, so nothing can lie below it. Choose another folder.'],
  [/^path_write\/conflict/, 'This was changed meanwhile, so it was left as it is. Read it again first.'],
  [/conflict/, 'There is something of this name already. Choose another name, or let it be renamed.'],
  [/not_found/, 'Dropbox has nothing at this path, or this account may not see it. list_folder and search_files show what there is.'],
  [/not_file/, 'This is no file. list_folder shows what is in a folder.'],
  [/not_folder/, 'This is no folder. get_file_metadata says what it is.'],
  [/restricted_content/, 'Dropbox does not give this out: its content is restricted.'],
  [/unsupported_(content_type|file)|non_exportable/, 'Dropbox does not give out the content of this kind of file. Open it in Dropbox.'],
  [/retry_error/, 'Dropbox is still preparing this document. Try again in a moment.'],
  [/locked/, 'Somebody has locked this file. Try again when they have unlocked it.'],
  [/no_write_permission|access_restricted/, 'This account may not change anything there.'],
  [/insufficient_(space|quota)/, 'There is not enough space left in this Dropbox.'],
  [/disallowed_name/, 'Dropbox does not take this name. Choose another one.'],
  [/team_folder/, 'This is a team folder, which only the administrators of the team can move or delete.'],
  [/too_many_write_operations|operation_suppressed/, 'Dropbox is busy with other changes to these files. Try again in a moment.'],
  [/too_many_files/, 'There are too many files in it to do this at once. Do it folder by folder.'],
  [/cant_move_folder_into_itself|duplicated_or_nested_paths/, 'A folder cannot go into itself. Choose another place.'],
  [/cant_(move|copy|nest)_shared_folder/, 'A shared folder cannot be put there. Move or copy what is in it.'],
  [/email_not_verified/, 'The e-mail address of this Dropbox account is not verified yet, so it can make no links. Verify it in Dropbox.'],
  [/^settings_error\/not_authorized/, 'This account may not make a link with these settings. Try without them.'],
  [/^settings_error/, 'These settings of a link do not fit each other, or this account. Try without them.'],
  [/access_denied|banned_member|not_allowed/, 'This account may make no link to it.'],
  [/payload_too_large/, 'This is too large for one upload. Upload it in Dropbox itself.'],
];

function sentenceFor(summary: string): string {
  return sentences.find(([fits]) => fits.test(summary))?.[1] ?? `Dropbox refused this: ${summary}.`;
}

const refusal = z.object({ error_summary: z.string() });
const missingScope = z.object({ error: z.object({ '.tag': z.literal('missing_scope'), required_scope: z.string().regex(/^[a-z_.]+$/) }) });

/** A 409 thrown as what it means; scopes that are missing as HTTP says it. */
export async function restate(answer: Response): Promise<Response> {
  if (answer.status !== 409) return restateRefusal(answer);
  const known = refusal.safeParse(toJson(await answer.text()));
  // Only words of the interface: a summary may end in text that somebody wrote.
  const words = /^[a-z_/]*/.exec(known.data?.error_summary ?? '')?.[0] ?? '';
  throw new DropboxRefusal(words.replace(/\/+$/, '') || 'unknown');
}

/** Dropbox answers 401 where a permission is missing, and names it. */
export async function restateRefusal(answer: Response): Promise<Response> {
  if (answer.status !== 401) return answer;
  const text = await answer.text();
  const { data } = missingScope.safeParse(toJson(text));
  if (data === undefined) return restated(answer, { text });
  const challenge = `Bearer error="insufficient_scope", scope="${data.error.required_scope}"`;
  return restated(answer, { text, status: 403, headers: { 'www-authenticate': challenge } });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
