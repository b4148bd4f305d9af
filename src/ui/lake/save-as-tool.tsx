import { type FormEvent, useMemo, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Field, Select, TextArea, TextInput } from '../kit/field.tsx';
import { CodeBlock } from '../kit/json-view.tsx';
import { useToast } from '../kit/toast.tsx';
import type { RouteBodyInput } from '../../contract/routes.ts';
import { parameterTypes } from '../../contract/routes/saved-queries.ts';
import { api } from '../app/api.ts';
import { placesOf, toolName } from './saved-query.ts';

type Parameter = NonNullable<RouteBodyInput<'createSavedQuery'>['parameters']>[number];

/** Makes a query a tool that chats and clients can call; `{Name}` places in it become the tool's parameters. */
export function SaveAsToolDialog({
  query,
  workspaceId,
  onClose,
}: {
  readonly query: string;
  readonly workspaceId: string;
  readonly onClose: () => void;
}) {
  const places = useMemo(() => placesOf(query), [query]);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [parameters, setParameters] = useState<readonly Parameter[]>(() =>
    places.map((name) => ({ name, type: 'string', description: '' })),
  );
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const toast = useToast();
  const name = toolName(title);
  const ready = name !== '' && description.trim() !== '' && parameters.every(({ description: said = '' }) => said.trim() !== '');
  const change = (changed: Parameter) => setParameters((all) => all.map((one) => (one.name === changed.name ? changed : one)));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    try {
      await api.call('createSavedQuery', {
        body: { name, title: title.trim(), description: description.trim(), query, parameters: [...parameters], workspaceId },
      });
      toast.say(`Saved as the tool ${name}.`);
      onClose();
    } catch (error) {
      setProblem(error);
      setSaving(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save as tool"
      description="Chats and MCP clients can then call this query by its name."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="save-as-tool" disabled={!ready} busy={saving}>
            Save
          </Button>
        </>
      }
    >
      <form id="save-as-tool" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Title" required hint={name === '' ? 'What people call it.' : `Clients call it ${name}.`}>
          {(control) => <TextInput {...control} value={title} onChange={(event) => setTitle(event.target.value)} />}
        </Field>
        <Field label="Description" required hint="What it answers, and when to use it: models choose by this sentence.">
          {(control) => <TextArea {...control} value={description} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        {parameters.map((parameter) => (
          <ParameterFields key={parameter.name} parameter={parameter} onChange={change} />
        ))}
        {parameters.length === 0 && (
          <p className="text-sm text-ink-soft">
            The query has no parameters. Write <code className="font-mono text-xs">{'{Account}'}</code> where a caller should give a value.
          </p>
        )}
        <CodeBlock text={query} label="query" />
        {problem !== null && <ProblemNotice error={problem} />}
      </form>
    </Dialog>
  );
}

function ParameterFields({ parameter, onChange }: { readonly parameter: Parameter; readonly onChange: (parameter: Parameter) => void }) {
  const { name, type, description, default: preset } = parameter;
  return (
    <fieldset className="grid gap-3 rounded-md border p-3 sm:grid-cols-[140px_1fr]">
      <legend className="px-1 font-mono text-xs">{`{${name}}`}</legend>
      <Field label="Type">
        {(control) => (
          <Select
            {...control}
            value={type}
            onChange={(event) => onChange({ ...parameter, type: parameterTypes.find((known) => known === event.target.value) ?? 'string' })}
          >
            {parameterTypes.map((known) => (
              <option key={known}>{known}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Without it" hint="Left empty, callers must give it.">
        {(control) => (
          <TextInput
            {...control}
            value={preset === undefined ? '' : String(preset)}
            onChange={(event) => onChange({ ...parameter, default: event.target.value === '' ? undefined : event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" required className="sm:col-span-2">
        {(control) => (
          <TextInput {...control} value={description} onChange={(event) => onChange({ ...parameter, description: event.target.value })} />
        )}
      </Field>
    </fieldset>
  );
}
