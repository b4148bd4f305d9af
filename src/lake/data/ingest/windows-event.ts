/** True for a record that is a Windows event, bare or under `Event`. */
export function isWindowsEvent(record: unknown): boolean {
  const event = eventOf(record);
  return isObject(event.System) && ('EventID' in event.System || 'TimeCreated' in event.System);
}

/**
 * A Windows event as one flat row: what `System` says under the names that SecurityEvent, Event and WindowsEvent use, the
 * fields of `EventData` beside it, and `EventData` whole.
 */
export function flattenEvent(record: unknown): Readonly<Record<string, unknown>> {
  const { System: system, EventData: data } = eventOf(record);
  const provider = attribute(system.Provider, 'Name');
  const fields = isObject(data) ? readFields(data) : {};
  return {
    TimeGenerated: attribute(system.TimeCreated, 'SystemTime'),
    EventID: Number(attribute(system.EventID, '#text') ?? 0),
    EventSourceName: provider,
    Provider: provider,
    Channel: system.Channel,
    Computer: system.Computer,
    Level: system.Level,
    Task: toNumber(system.Task),
    EventRecordId: system.EventRecordID,
    ...renamed(fields),
    EventData: fields,
  };
}

/** SecurityEvent spells these in its own way. */
const names: ReadonlyMap<string, string> = new Map([
  ['SubjectLogonId', 'SubjectLogonId'],
  ['IpAddress', 'IpAddress'],
  ['ProcessCommandLine', 'CommandLine'],
]);

function renamed(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [names.get(key) ?? key, value === '-' ? '' : value]));
}

function readFields(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const list = data.Data;
  if (!Array.isArray(list)) return data;
  // JSON made from the XML keeps each <Data Name="…"> as an object of a list.
  return Object.fromEntries(
    list.map((item: unknown, index) =>
      isObject(item)
        ? [
            String(item['@Name'] ?? item.Name ?? (isObject(item['#attributes']) ? item['#attributes'].Name : `Param${index + 1}`)),
            item['#text'] ?? item.Value ?? '',
          ]
        : [`Param${index + 1}`, item],
    ),
  );
}

function eventOf(record: unknown): { readonly System: Readonly<Record<string, unknown>>; readonly EventData: unknown } {
  const outer = isObject(record) ? record : {};
  const event = isObject(outer.Event) ? outer.Event : outer;
  return { System: isObject(event.System) ? event.System : {}, EventData: event.EventData ?? event.UserData ?? {} };
}

function attribute(value: unknown, name: string): unknown {
  if (!isObject(value)) return value;
  return value[name] ?? value[`@${name}`] ?? (isObject(value['#attributes']) ? value['#attributes'][name] : undefined);
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
