import { useState } from 'react';
import type { RouteAnswer } from '../../contract/routes.ts';
import { useChange } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Checkbox, Field, TextArea } from '../kit/field.tsx';

/** Takes the servers of another client's configuration file. */
export function ImportDialog({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const [text, setText] = useState('');
  const [trusted, setTrusted] = useState(false);
  const importing = useChange('importConnectors', { refreshes: ['listConnectors'], quiet: true });
  const close = (next: boolean) => {
    onOpenChange(next);
    if (next) return;
    setText('');
    setTrusted(false);
    importing.reset();
  };
  const read = async (files: FileList | null) => {
    const file = files?.[0];
    if (file) setText(await file.text());
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Import connectors"
      description="From claude_desktop_config.json, .mcp.json or the mcp.json of VS Code."
      footer={
        importing.isSuccess ? (
          <Button look="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)}>Cancel</Button>
            <Button
              look="primary"
              disabled={text.trim() === '' || !trusted}
              busy={importing.isPending}
              onClick={() => importing.mutate({ body: { text, trusted } })}
            >
              Import
            </Button>
          </>
        )
      }
    >
      {importing.isSuccess ? (
        <ImportOutcome outcome={importing.data} />
      ) : (
        <div
          className="flex flex-col gap-4"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void read(event.dataTransfer.files);
          }}
        >
          <Field label="Configuration" hint="Paste it, drop the file here, or choose it.">
            {(control) => (
              <TextArea
                {...control}
                rows={10}
                spellCheck={false}
                className="font-mono text-xs"
                placeholder={'{ "mcpServers": { "files": { "command": "npx", "args": ["…"] } } }'}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <input
            type="file"
            aria-label="Choose a configuration file"
            accept=".json,application/json"
            onChange={(event) => read(event.target.files)}
            className="text-sm text-ink-soft file:mr-3 file:h-7 file:rounded-md file:border file:border-line-strong file:bg-raised file:px-2.5 file:font-medium file:text-ink hover:file:bg-inset"
          />
          <Checkbox checked={trusted} onChange={(event) => setTrusted(event.target.checked)}>
            I trust these applications. Local commands run on this machine with the rights of Patchbay.
          </Checkbox>
          {importing.isError && <ProblemNotice error={importing.error} />}
        </div>
      )}
    </Dialog>
  );
}

function ImportOutcome({ outcome: { created, skipped } }: { readonly outcome: RouteAnswer<'importConnectors'> }) {
  return (
    <div className="flex flex-col gap-4 text-base">
      <div>
        <p className="font-medium">{created.length === 0 ? 'Nothing was added.' : `${created.length} added`}</p>
        <ul className="text-ink-soft">
          {created.map(({ id, name, location }) => (
            <li key={id}>
              {name} <span className="font-mono text-xs text-ink-faint">{location}</span>
            </li>
          ))}
        </ul>
      </div>
      {skipped.length > 0 && (
        <div>
          <p className="font-medium">{skipped.length} left out</p>
          <ul className="text-ink-soft">
            {skipped.map(({ name, reason }) => (
              <li key={name}>
                {name}: {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
