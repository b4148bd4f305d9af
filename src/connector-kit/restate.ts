/** An answer whose body has been read, said in other words: for `restate` of a request, and `restateRefusal` of a connector. */
export function restated(
  answer: Response,
  {
    text,
    status = answer.status,
    headers = {},
  }: { readonly text: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> },
): Response {
  const all = new Headers(answer.headers);
  // The body has been read and decoded.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) all.delete(name);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return new Response(text, { status, headers: all });
}
