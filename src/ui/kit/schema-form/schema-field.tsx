import { useContext } from 'react';
import { controlLook, Select, TextArea, TextInput } from '../field.tsx';
import { classNames } from '../class-names.ts';
import { Compound } from './compound-fields.tsx';
import { type ControlProps, FieldContext, type SchemaFieldProps } from './field-context.ts';
import { FileField } from './file-field.tsx';
import type { FormField } from './form-model.ts';
import { RawField } from './raw-field.tsx';

/** One field of the form, whatever its kind. */
export function SchemaField(props: SchemaFieldProps) {
  const { field } = props;
  switch (field.kind) {
    case 'object':
    case 'list':
    case 'variants':
    case 'choices':
      return <Compound {...props} field={field} />;
    case 'constant':
      return null;
    default:
      return <Labelled {...props} />;
  }
}

/** Label, control, description and problem of a field with one control. */
function Labelled(props: SchemaFieldProps) {
  const { field, place, required } = props;
  const { idPrefix, problems, missing } = useContext(FieldContext);
  const id = `${idPrefix}${place}`;
  const problem = problems.get(place);
  const open = missing.has(place.slice(1));
  const described = [field.description && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const control: ControlProps = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': problem ? true : undefined,
    'aria-required': required || undefined,
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="flex items-baseline gap-2 text-sm font-medium">
        <span className={required ? 'required-mark' : undefined}>{field.title || 'Value'}</span>
        {open && !problem && <span className="text-xs font-normal text-live-ink">please fill in</span>}
      </label>
      <Control {...props} control={control} />
      {field.description && (
        <p id={`${id}-hint`} className="text-sm whitespace-pre-line text-ink-faint">
          {field.description}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="text-sm text-bad-ink">
          {problem}
        </p>
      )}
    </div>
  );
}

function Control({ field, value, onChange, required, control }: SchemaFieldProps & { readonly control: ControlProps }) {
  switch (field.kind) {
    case 'text':
      if (field.format === 'long') {
        return <TextArea {...control} rows={3} value={textOf(value)} onChange={(event) => onChange(event.target.value)} />;
      }
      if (field.format === 'date-time') return <MomentInput control={control} value={textOf(value)} onChange={onChange} />;
      return (
        <TextInput
          {...control}
          type={inputTypes[field.format]}
          value={textOf(value)}
          placeholder={exampleOf(field)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'file':
      return <FileField control={control} value={value} onChange={onChange} />;
    case 'number':
      return (
        <TextInput
          {...control}
          inputMode={field.integer ? 'numeric' : 'decimal'}
          className="max-w-60 tabular-nums"
          value={textOf(value)}
          placeholder={rangeOf(field)}
          onChange={(event) => onChange(readNumber(event.target.value))}
        />
      );
    case 'boolean':
      return (
        <Select
          {...control}
          className="max-w-60"
          value={value === undefined || value === null ? '' : String(value)}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value === 'true')}
        >
          <option value="">{required ? 'Choose' : 'Not set'}</option>
          <option value="true">Yes</option>
          <option value="false">No</option>
        </Select>
      );
    case 'choice': {
      const chosen = field.choices.findIndex((choice) => JSON.stringify(choice.value) === JSON.stringify(value));
      return (
        <Select
          {...control}
          className="max-w-100"
          value={chosen}
          onChange={(event) => onChange(field.choices[Number(event.target.value)]?.value)}
        >
          <option value={-1}>{required ? 'Choose' : 'Not set'}</option>
          {field.choices.map((choice, index) => (
            <option key={choice.label} value={index}>
              {choice.label}
            </option>
          ))}
        </Select>
      );
    }
    default:
      return <RawField control={control} value={value} onChange={onChange} />;
  }
}

/** Shows the moment in the person's own time zone; the value is ISO 8601 in UTC. */
function MomentInput({
  control,
  value,
  onChange,
}: {
  readonly control: ControlProps;
  readonly value: string;
  readonly onChange: (value: unknown) => void;
}) {
  const moment = new Date(value);
  const readable = value !== '' && !Number.isNaN(moment.getTime());
  const local = readable ? new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19) : '';
  return (
    <input
      {...control}
      type="datetime-local"
      step={1}
      className={classNames(controlLook, 'h-9 max-w-60')}
      value={local}
      onChange={(event) => onChange(event.target.value === '' ? '' : new Date(event.target.value).toISOString())}
    />
  );
}

const inputTypes = {
  plain: 'text',
  long: 'text',
  date: 'date',
  time: 'time',
  email: 'email',
  uri: 'url',
  password: 'password',
  'date-time': 'text',
} as const;

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed, as a number where it is one; otherwise as typed, for validation to name. */
function readNumber(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) && !trimmed.endsWith('.') ? Number(trimmed) : text;
}

function exampleOf({ schema }: FormField): string | undefined {
  const [example] = Array.isArray(schema.examples) ? schema.examples : [];
  return typeof example === 'string' ? example : undefined;
}

function rangeOf({ minimum, maximum }: FormField & { readonly kind: 'number' }): string | undefined {
  if (minimum !== null && maximum !== null) return `${minimum} to ${maximum}`;
  if (minimum !== null) return `${minimum} or more`;
  return maximum === null ? undefined : `${maximum} or less`;
}
