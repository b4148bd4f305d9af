import { type ComponentType, createContext } from 'react';
import type { FormField } from './form-model.ts';
import type { FormProblems } from './validate-form.ts';

export type SchemaFieldProps<Field extends FormField = FormField> = {
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** JSON Pointer of the value in the whole. */
  readonly place: string;
  readonly required: boolean;
};
export type ControlProps = {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-required'?: true;
};

/** What every field of one form shares. `Field` draws a field inside another one. */
export const FieldContext = createContext<{
  readonly idPrefix: string;
  readonly problems: FormProblems;
  readonly missing: ReadonlySet<string>;
  readonly Field: ComponentType<SchemaFieldProps>;
}>({ idPrefix: '', problems: new Map(), missing: new Set(), Field: () => null });
