import { type FormEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { FieldContext } from './field-context.ts';
import { describeForm } from './form-model.ts';
import { initialValue, pruneValue } from './form-value.ts';
import type { JsonSchema } from './json-schema.ts';
import { SchemaField } from './schema-field.tsx';
import { type FormProblems, validateForm } from './validate-form.ts';

/** A form made from a JSON Schema. It submits only what the schema accepts, and says at each field what it does not. */
export function SchemaForm({
  schema,
  given = {},
  missing = [],
  onSubmit,
  footer,
  label,
  quietWhenEmpty = false,
}: {
  readonly schema: JsonSchema;
  readonly given?: Readonly<Record<string, unknown>>;
  /** Names of fields to point out: they were left open for the person. */
  readonly missing?: readonly string[];
  readonly onSubmit: (value: Readonly<Record<string, unknown>>) => void;
  /** The buttons; one of them must be of type submit. */
  readonly footer: ReactNode;
  readonly label: string;
  /** Says nothing where there is nothing to fill in. */
  readonly quietWhenEmpty?: boolean;
}) {
  const idPrefix = useId();
  const form = useMemo(() => describeForm(schema), [schema]);
  const [value, setValue] = useState(() => initialValue(form, given));
  const [problems, setProblems] = useState<FormProblems>(new Map());
  const pruned = () => pruneValue(form, value) as Readonly<Record<string, unknown>>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = await validateForm(schema, pruned());
    setProblems(found);
    if (found.size === 0) return onSubmit(pruned());
    const [first] = found.keys();
    document.getElementById(`${idPrefix}${first}`)?.focus();
  };
  const context = useMemo(() => ({ idPrefix, problems, missing: new Set(missing), Field: SchemaField }), [idPrefix, problems, missing]);
  return (
    <form onSubmit={submit} noValidate aria-label={label} className="flex flex-col gap-4">
      <FieldContext value={context}>
        {!(quietWhenEmpty && form.kind === 'object' && form.properties.length === 0) && (
          <SchemaField field={form} value={value} onChange={setValue} place="" required />
        )}
      </FieldContext>
      {problems.get('') && (
        <p role="alert" className="text-sm text-bad-ink">
          {problems.get('')}
        </p>
      )}
      {footer}
    </form>
  );
}
