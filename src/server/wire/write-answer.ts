import type { LakeColumn } from '../../contract/lake-objects.ts';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { AnswerSink, BegunAnswer } from '../lake-query.ts';
import type { StreamedText } from '../streamed-text.ts';
import type { AnswerParts } from './kusto/frames.ts';

export type WriteAnswer = {
  readonly stream: StreamedText;
  readonly parts: AnswerParts;
  /** What becomes of each row's text. */
  readonly row?: (text: string, columns: readonly LakeColumn[]) => string;
  readonly ask: (sink: AnswerSink) => Promise<BegunAnswer>;
};

/** Writes an answer as it comes. Resolves once it has begun, rejects where it never does; what fails later stands at its end. */
export async function writeAnswer({ stream, parts, row = (text) => text, ask }: WriteAnswer): Promise<void> {
  let columns: readonly LakeColumn[] = [];
  let first = true;
  const { ended } = await ask({
    columns: (head) => {
      columns = head.columns;
      return stream.write(parts.head(head));
    },
    rows: (rows) => {
      const text = rows.map((each) => row(each, columns)).join(',\n');
      const between = first ? '' : ',\n';
      first = false;
      return stream.write(between + text);
    },
  });
  const end = async (error: AppError | null) => {
    await stream.write(parts.tail({ error, columns, empty: first })).catch(() => {});
    await stream.close();
  };
  void ended.then(
    ({ truncated }) => end(truncated ? new AppError('lake.too-many-rows') : null),
    (error: unknown) => end(findAppError(error) ?? new AppError('internal', { cause: error })),
  );
}
