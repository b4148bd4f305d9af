import { Plus, X } from 'lucide-react';
import { type ReactNode, useContext, useState } from 'react';
import { Button, IconButton } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { Checkbox, Select } from '../field.tsx';
import { FieldContext, type SchemaFieldProps } from './field-context.ts';
import type { FormField } from './form-model.ts';
import { initialValue } from './form-value.ts';
import { isObject } from './json-schema.ts';
import { escapePointer } from './validate-form.ts';

type CompoundField = FormField & { readonly kind: 'object' | 'list' | 'variants' | 'choices' };

/** Fields that hold fields. */
export function Compound(props: SchemaFieldProps<CompoundField>) {
  const { field, place, required } = props;
  const { problems } = useContext(FieldContext);
  const inside = <Inside {...props} />;
  if (place === '') return inside;
  return (
    <Group title={field.title} description={field.description} required={required} problem={problems.get(place)}>
      {inside}
    </Group>
  );
}

function Inside({ field, ...rest }: SchemaFieldProps<CompoundField>) {
  switch (field.kind) {
    case 'object':
      return <ObjectFields {...rest} field={field} />;
    case 'list':
      return <ListFields {...rest} field={field} />;
    case 'choices':
      return <ChoiceTicks {...rest} field={field} />;
    case 'variants':
      return <VariantFields {...rest} field={field} />;
    default:
      return field satisfies never;
  }
}

function Group({
  title,
  description,
  required,
  problem,
  children,
}: {
  readonly title: string;
  readonly description: string | null;
  readonly required: boolean;
  readonly problem?: string;
  readonly children: ReactNode;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className={classNames('mb-1.5 text-sm font-medium', required && 'required-mark')}>{title || 'Entry'}</legend>
      <div className="flex flex-col gap-3 border-l pl-4">
        {description && <p className="text-sm text-ink-faint">{description}</p>}
        {children}
        {problem && <p className="text-sm text-bad-ink">{problem}</p>}
      </div>
    </fieldset>
  );
}

function ObjectFields({ field, value, onChange, place }: SchemaFieldProps<FormField & { readonly kind: 'object' }>) {
  const { Field } = useContext(FieldContext);
  const values = isObject(value) ? value : {};
  if (field.properties.length === 0) return <p className="text-sm text-ink-faint">This tool takes no arguments.</p>;
  return (
    <div className="flex flex-col gap-4">
      {field.properties.map((property) => (
        <Field
          key={property.name}
          field={property.field}
          required={property.required}
          place={`${place}/${escapePointer(property.name)}`}
          value={values[property.name]}
          onChange={(next) => onChange({ ...values, [property.name]: next })}
        />
      ))}
    </div>
  );
}

function ListFields({ field, value, onChange, place }: SchemaFieldProps<FormField & { readonly kind: 'list' }>) {
  const { Field } = useContext(FieldContext);
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const item = { ...field.item, title: field.item.title || `${field.title} entry` };
  return (
    <div className="flex flex-col gap-2">
      {entries.map((entry, index) => (
        // Entries have no identity; their place is the only one there is.
        <div key={index} className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <Field
              field={item}
              required={false}
              place={`${place}/${index}`}
              value={entry}
              onChange={(next) => onChange(entries.with(index, next))}
            />
          </div>
          <IconButton label={`Remove entry ${index + 1}`} size="small" onClick={() => onChange(entries.toSpliced(index, 1))}>
            <X />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        onClick={() => onChange([...entries, initialValue(field.item, undefined) ?? emptyEntry(field.item)])}
      >
        <Plus className="size-3.5" /> Add an entry
      </Button>
    </div>
  );
}

function emptyEntry(field: FormField): unknown {
  return field.kind === 'text' ? '' : field.kind === 'object' ? {} : null;
}

function ChoiceTicks({ field, value, onChange }: SchemaFieldProps<FormField & { readonly kind: 'choices' }>) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-2">
      {field.choices.map((choice) => (
        <Checkbox
          key={choice.label}
          checked={chosen.includes(choice.value)}
          onChange={(event) =>
            onChange(event.target.checked ? [...chosen, choice.value] : chosen.filter((other) => other !== choice.value))
          }
        >
          {choice.label}
        </Checkbox>
      ))}
    </div>
  );
}

function VariantFields({ field, ...rest }: SchemaFieldProps<FormField & { readonly kind: 'variants' }>) {
  const { Field } = useContext(FieldContext);
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      field.variants.findIndex((variant) => fits(variant, rest.value)),
    ),
  );
  const variant = field.variants[chosen];
  return (
    <div className="flex flex-col gap-3">
      <Select
        compact
        className="max-w-60"
        aria-label={`Form of ${field.title}`}
        value={chosen}
        onChange={(event) => {
          setChosen(Number(event.target.value));
          rest.onChange(undefined);
        }}
      >
        {field.variants.map(({ title }, index) => (
          <option key={index} value={index}>
            {title}
          </option>
        ))}
      </Select>
      {variant && <Field key={chosen} {...rest} field={variant} />}
    </div>
  );
}

function fits(variant: FormField, value: unknown): boolean {
  if (value === undefined) return false;
  const types: Partial<Record<FormField['kind'], string>> = { text: 'string', number: 'number', boolean: 'boolean' };
  if (variant.kind === 'list') return Array.isArray(value);
  if (variant.kind === 'object') return isObject(value);
  return types[variant.kind] === typeof value;
}
