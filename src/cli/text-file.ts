import { readFileSync } from 'node:fs';
import { AppError } from '../domain/errors.ts';

/** The text of a file, or of standard input for `-`. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    throw new AppError('request.invalid', { sentence: `${path} cannot be read.`, cause });
  }
}
