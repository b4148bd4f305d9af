import { type Http, type RequestOptions, ToolError, z } from '../../connector-kit/index.ts';
import { restate } from './refusals.ts';

export const account = z.object({
  account_id: z.string(),
  name: z.object({ display_name: z.string() }),
  email: z.string(),
  root_info: z.object({ root_namespace_id: z.string(), home_namespace_id: z.string() }),
});

export type Content<About> = { readonly about: About; readonly stream: ReadableStream<Uint8Array>; readonly bytes: number | null };

/** Dropbox API v2 (https://www.dropbox.com/developers/documentation/http/documentation) for one call of one person. */
export type Dropbox = {
  readonly account: z.output<typeof account>;
  /** An endpoint of the kind "RPC". */
  call<Schema extends z.ZodType>(schema: Schema, route: string, argument: unknown): Promise<z.output<Schema>>;
  /** Of the kind "content-download": what it is comes before the body, which is left to be read. */
  download<Schema extends z.ZodType>(schema: Schema, route: string, argument: unknown): Promise<Content<z.output<Schema>>>;
  /** Of the kind "content-upload". */
  upload<Schema extends z.ZodType>(schema: Schema, argument: unknown, body: Uint8Array<ArrayBuffer>): Promise<z.output<Schema>>;
};

/** Where bytes come from and go to. */
export const contentOrigin = 'https://content.dropboxapi.com';

/**
 * Asks who signed in first: the folders of a team lie at its root, which only a header makes visible
 * (https://developers.dropbox.com/dbx-team-files-guide). Nothing of it is kept for the next call.
 */
export async function openDropbox({ http }: { readonly http: Http }): Promise<Dropbox> {
  const found = await http.read(account, '/2/users/get_current_account', { json: null, readsOnly: true, restate });
  const { root_namespace_id: root, home_namespace_id: home } = found.root_info;
  const rootHeader: Record<string, string> = root === home ? {} : { 'dropbox-api-path-root': headerJson({ '.tag': 'root', root }) };
  const atContent = (argument: unknown, options: RequestOptions = {}): RequestOptions => ({
    method: 'POST',
    restate,
    ...options,
    headers: { accept: '*/*', ...rootHeader, 'dropbox-api-arg': headerJson(argument), ...options.headers },
  });

  return {
    account: found,
    call: (schema, route, argument) => http.read(schema, `/2/${route}`, { json: argument, headers: rootHeader, restate }),
    download: async (schema, route, argument) => {
      const answer = await http.send(`${contentOrigin}/2/${route}`, atContent(argument));
      const length = answer.headers.get('content-length');
      return {
        about: await readAbout(schema, answer),
        stream: answer.body ?? new Blob([]).stream(),
        bytes: length === null ? null : Number(length),
      };
    },
    upload: (schema, argument, body) =>
      http.read(
        schema,
        `${contentOrigin}/2/files/upload`,
        atContent(argument, { body, headers: { 'content-type': 'application/octet-stream' } }),
      ),
  };
}

/** JSON that a header can hold (https://www.dropbox.com/developers/reference/json-encoding): beyond ASCII all is escaped. */
function headerJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function readAbout<Schema extends z.ZodType>(schema: Schema, answer: Response): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(parse(answer.headers.get('dropbox-api-result') ?? ''));
  if (parsed.success) return parsed.data;
  await answer.body?.cancel();
  throw new ToolError('Dropbox did not say what it sent, so nothing was read. The connector may need an update.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
