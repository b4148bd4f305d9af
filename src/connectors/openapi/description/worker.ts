import { serveTasks } from '../../../connector-kit/index.ts';
import { readDescription, type ReadOptions } from './read.ts';

export type ReadTask = ReadOptions & { readonly text: string };

serveTasks(({ text, ...options }: ReadTask) => JSON.stringify(readDescription(text, options)));
