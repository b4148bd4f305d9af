import { semanticError } from '../diagnostics.ts';
import { hasColumn, type SyntaxNode } from '../syntax/tree.ts';

/** Refuses what depends on the row where one value holds for all rows. */
export function checkConstants(written: readonly SyntaxNode[]): void {
  for (const item of written) if (hasColumn(item)) semanticError('The expression must be a constant.', item);
}
