import { expect } from 'vitest';
import type { AppError } from '../src/domain/errors.ts';

/** What something failed with. */
export const failureOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it did not fail'),
    (error: AppError) => error,
  );
