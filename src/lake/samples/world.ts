import type { Attacks } from './attacks.ts';
import type { Calendar } from './calendar.ts';
import type { Company } from './company.ts';

/** All that a table's generator starts from. */
export type World = { readonly seed: number; readonly company: Company; readonly calendar: Calendar; readonly attacks: Attacks };

/** A row of a table; `TimeGenerated` is ISO 8601. */
export type SampleRow = { readonly TimeGenerated: string } & Readonly<Record<string, unknown>>;
