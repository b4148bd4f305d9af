import { type FormEvent, useId, useState } from 'react';
import type { ConnectorView } from '../../../../contract/objects.ts';
import { Button } from '../../../kit/button.tsx';
import { Dialog } from '../../../kit/dialog.tsx';
import { ProblemNotice } from '../../../kit/empty-state.tsx';
import { Field, TextArea, TextInput } from '../../../kit/field.tsx';
import { Segmented } from '../../../kit/switch.tsx';
import { settingsOf, useSaveSettings } from '../use-save-settings.ts';

const ways = [
  { value: 'address', label: 'Address' },
  { value: 'file', label: 'File' },
  { value: 'text', label: 'Text' },
] as const;
type Way = (typeof ways)[number]['value'];

/** Another description, or the same read again: by its address, as a file or as text. */
export function ReplaceDescription({
  connector,
  onClose,
  onReplaced,
}: {
  readonly connector: ConnectorView;
  readonly onClose: () => void;
  readonly onReplaced: () => void;
}) {
  const { documentUrl } = settingsOf(connector);
  const [way, setWay] = useState<Way>(typeof documentUrl === 'string' ? 'address' : 'file');
  const [address, setAddress] = useState(typeof documentUrl === 'string' ? documentUrl : '');
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const formId = useId();
  const { save, isPending, error } = useSaveSettings(connector);
  const isGiven = { address: address.trim() !== '', file: file !== null, text: text.trim() !== '' }[way];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isGiven) return;
    // An empty text is what has the address read again.
    const change =
      way === 'address'
        ? { documentUrl: address.trim(), document: '' }
        : { documentUrl: undefined, document: way === 'text' ? text : await file?.text() };
    save(change, {
      onSuccess: () => {
        onReplaced();
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Replace the description"
      description="Operations that are chosen stay chosen where the new description has them."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} busy={isPending} disabled={!isGiven}>
            {way === 'address' && address.trim() === documentUrl ? 'Read again' : 'Replace'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <div>
          <Segmented label="Where it comes from" value={way} choices={ways} onChange={setWay} />
        </div>
        {way === 'address' && (
          <Field label="Address of the description" hint="Read once, now.">
            {(control) => <TextInput {...control} type="url" value={address} onChange={(event) => setAddress(event.target.value)} />}
          </Field>
        )}
        {way === 'file' && (
          <Field label="File of the description" hint="OpenAPI 3.0 or 3.1, as JSON or YAML.">
            {(control) => (
              <input
                {...control}
                type="file"
                accept=".json,.yaml,.yml,application/json,application/yaml"
                className="max-w-full text-sm text-ink-soft file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-raised file:px-3 file:text-sm file:font-medium file:text-ink hover:file:bg-inset"
                onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              />
            )}
          </Field>
        )}
        {way === 'text' && (
          <Field label="Text of the description" hint="OpenAPI 3.0 or 3.1, as JSON or YAML.">
            {(control) => (
              <TextArea
                {...control}
                rows={10}
                spellCheck={false}
                className="font-mono text-sm"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        {error !== null && <ProblemNotice error={error} />}
      </form>
    </Dialog>
  );
}
