import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ApiKeyView } from '../../contract/objects.ts';
import { useChange, useRoute } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { CopyButton } from '../kit/copy-button.tsx';
import { ConfirmDialog, Dialog } from '../kit/dialog.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { Field, TextInput } from '../kit/field.tsx';
import { formatMoment } from '../kit/format.ts';
import { CodeBlock } from '../kit/json-view.tsx';
import { Section } from '../kit/page.tsx';
import { takeFocus } from '../kit/take-focus.ts';

/** Keys for programs: the Responses API and the JSON API take them as bearer tokens. */
export function ApiKeys() {
  const [creating, setCreating] = useState(false);
  const keys = useRoute('listApiKeys');
  const { data: { models } = { models: [] } } = useRoute('listModels', undefined, { staleTime: 60_000 });
  const model = models.find(({ isDefault }) => isDefault)?.id ?? models[0]?.id ?? 'patchbay/router';
  return (
    <Section
      title="API keys"
      sentence="A program with a key acts as you: with your connections, your permissions, in your log."
      actions={
        <Button onClick={() => setCreating(true)}>
          <Plus className="size-4" /> Create key
        </Button>
      }
    >
      {keys.isPending && <SkeletonRows rows={2} />}
      {keys.isError && <ProblemNotice error={keys.error} onRetry={() => keys.refetch()} />}
      {keys.data?.keys.length === 0 && (
        <EmptyState title="No keys" sentence="Create one to use Patchbay from the OpenAI SDK or a script." />
      )}
      {keys.data && keys.data.keys.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border bg-raised">
          {keys.data.keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      <details className="mt-4 text-sm">
        <summary className="rounded-sm text-ink-soft">Use it with the OpenAI SDK</summary>
        <CodeBlock className="mt-2" label="example" text={exampleCode(window.location.origin, model)} />
      </details>
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </Section>
  );
}

function KeyRow({ apiKey: { id, name, prefix, createdAt, lastUsedAt } }: { readonly apiKey: ApiKeyView }) {
  const [asking, setAsking] = useState(false);
  const revoke = useChange('revokeApiKey', { refreshes: ['listApiKeys'] });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-base font-medium">
          {name} <span className="ml-1 font-mono text-xs font-normal text-ink-faint">{prefix}…</span>
        </p>
        <p className="text-sm text-ink-faint tabular-nums">
          created {formatMoment(createdAt)} · {lastUsedAt === null ? 'never used' : `last used ${formatMoment(lastUsedAt)}`}
        </p>
      </div>
      <Button size="small" look="danger" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${name}?`}
        sentence="Programs that use it stop working at once."
        action="Revoke"
        onConfirm={() => revoke.mutate({ path: { id } })}
      />
    </li>
  );
}

function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const create = useChange('createApiKey', { refreshes: ['listApiKeys'], quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { name: name.trim() } });
  };
  return (
    <Dialog open onOpenChange={onClose} title="Create an API key" width="small">
      {create.isSuccess ? (
        <div className="flex flex-col gap-4">
          <p className="text-base">Copy the key now. It is not shown again.</p>
          <div className="flex items-center gap-2 rounded-md border border-live-line bg-live-soft px-3 py-2">
            <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{create.data.secret}</code>
            <CopyButton text={create.data.secret} label="Copy key" words />
          </div>
          <Button look="primary" className="self-end" onClick={onClose}>
            Done
          </Button>
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field label="Name" hint="What will use it.">
            {(control) => (
              <TextInput
                {...control}
                ref={takeFocus}
                required
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          {create.isError && <ProblemNotice error={create.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" busy={create.isPending} disabled={name.trim() === ''}>
              Create
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function exampleCode(origin: string, model: string): string {
  return `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: process.env.PATCHBAY_API_KEY });

const response = await client.responses.create({
  model: '${model}',
  input: 'Who had failed sign-ins since yesterday?',
  tools: [{ type: 'mcp', server_label: 'my-connector' }],
});
console.log(response.output_text);`;
}
