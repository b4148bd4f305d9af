import { findAppError, type Http, type RequestOptions, ToolError, z } from '../../connector-kit/index.ts';

/** Where files are sent (https://developer.box.com/guides/uploads/direct/file). */
export const uploadOrigin = 'https://upload.box.com';

const conflict = z.object({ type: z.string(), id: z.string(), name: z.string() });
/** https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors; a file's conflict is one object, a folder's a list. */
const boxError = z.object({
  code: z.string(),
  context_info: z
    .object({ conflicts: z.union([z.array(conflict), conflict]).optional() })
    .nullish()
    .catch(null),
});
type BoxError = z.output<typeof boxError>;

/** What a person or model can do about it; everything else is said by its status. */
const sentences = new Map<string, (error: BoxError) => string>([
  ['item_name_in_use', (error) => `${nameOf(error)} is there already. Choose another name or folder, or change what is there.`],
  ['name_temporarily_reserved', () => 'Box is just making an item of this name. Look into the folder before trying again.'],
  ['operation_blocked_temporary', () => 'Box is just moving, copying or deleting in this folder. Try again in a moment.'],
  ['item_name_invalid', () => 'Box takes no such name: none of / and \\, no space at the end, neither "." nor "..".'],
  ['item_name_too_long', () => 'Box takes no name that is longer than 255 characters.'],
  ['storage_limit_exceeded', () => 'This Box account is full.'],
  ['file_size_limit_exceeded', () => 'This Box account takes no file as large as that.'],
]);

function nameOf({ context_info: info }: BoxError): string {
  const [first] = [info?.conflicts ?? []].flat();
  return first === undefined ? 'An item of this name' : `"${first.name}" (the ${first.type} ${first.id})`;
}

/** Of content only: whether it is the application or the person that may not have it, Box does not say. */
const contentSentences = new Map(sentences).set(
  'access_denied_insufficient_permissions',
  () =>
    'Box does not give out the content of this file: this account may only look at it, or the application lacks the scope "Write all files and folders stored in Box", without which there are no downloads.',
);

/** `http` for Box: what it answers in codes of its own is said in our words. */
export function boxHttp(http: Http): Http {
  const restate = (answer: Response) => restateErrors(answer, sentences);
  const also = (options: RequestOptions = {}): RequestOptions => ({ ...options, restate });
  return {
    read: (schema, to, options) => http.read(schema, to, also(options)),
    send: (to, options) => http.send(to, also(options)),
    download: (to, options) => http.download(to, also(options)),
  };
}

async function restateErrors(answer: Response, known: typeof sentences): Promise<Response> {
  if (answer.status < 400 || answer.status >= 500) return answer;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  const parsed = boxError.safeParse(body);
  const sentence = parsed.success ? known.get(parsed.data.code)?.(parsed.data) : undefined;
  if (sentence === undefined) return answer;
  await answer.body?.cancel();
  throw new ToolError(sentence);
}

/**
 * `http` for content. A file that was just uploaded is answered with 202 and Retry-After
 * (https://developer.box.com/reference/get-files-id-content): a service that is busy, in HTTP's words. The kit waits for it; what
 * takes longer is said.
 */
export async function withContent<Result>(http: Http, read: (http: Http) => Promise<Result>): Promise<Result> {
  let isWaiting = false;
  const restate = async (answer: Response): Promise<Response> => {
    isWaiting = answer.status === 202;
    if (!isWaiting) return restateErrors(answer, contentSentences);
    await answer.body?.cancel();
    return new Response(null, { status: 503, headers: { 'retry-after': answer.headers.get('retry-after') ?? '1' } });
  };
  try {
    return await read({ ...http, download: (to, options) => http.download(to, { ...options, restate }) });
  } catch (error) {
    if (isWaiting && findAppError(error)?.detail['httpStatus'] === 503)
      throw new ToolError('Box is still preparing this file for download. Try again in a minute.', { cause: error });
    throw error;
  }
}
