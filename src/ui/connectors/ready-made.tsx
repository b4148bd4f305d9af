import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { OfferedConnector } from '../../contract/offered-objects.ts';
import { useSession } from '../app/session.tsx';
import { Button } from '../kit/button.tsx';
import { Section } from '../kit/page.tsx';
import { Tile } from '../kit/tile.tsx';
import { AddBuiltinDialog } from './add-builtin-dialog.tsx';

/** Connectors that come with Patchbay: those that were not added yet, and those that people add several of; by name. */
export function ReadyMade({ offered, search }: { readonly offered: readonly OfferedConnector[]; readonly search: string }) {
  const [adding, setAdding] = useState<OfferedConnector | null>(null);
  const { person } = useSession();
  const wanted = search.trim().toLowerCase();
  const shown = offered
    .filter(({ added, several }) => several || added.length === 0)
    .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
    .toSorted((left, right) => left.name.localeCompare(right.name));
  if (shown.length === 0) return null;
  const mayAdd = ({ reachesHost }: OfferedConnector) => person.role === 'owner' || (person.role === 'admin' && !reachesHost);
  return (
    <Section title="Ready-made" sentence="They come with Patchbay. What writes is off until you switch it on.">
      <ul className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        {shown.map((builtin) => (
          <li key={builtin.id} className="flex items-start gap-3.5 rounded-lg border bg-raised p-4">
            <Tile name={builtin.name} iconUrl={builtin.iconUrl} size={40} />
            <div className="min-w-0 flex-1">
              <h3 className="text-base font-semibold">{builtin.name}</h3>
              <p className="line-clamp-4 text-sm text-ink-soft">{builtin.description}</p>
              <p className="mt-1.5 text-sm text-ink-faint">
                {describeTools(builtin.toolCount)}
                {mayAdd(builtin) ? '' : ` · ${builtin.reachesHost ? 'only the owner' : 'an admin'} can add it`}
              </p>
            </div>
            {mayAdd(builtin) && (
              <Button size="small" onClick={() => setAdding(builtin)} aria-label={`Add ${builtin.name}`}>
                <Plus className="size-3.5" /> Add
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding && <AddBuiltinDialog builtin={adding} onClose={() => setAdding(null)} />}
    </Section>
  );
}

function describeTools(count: number | null): string {
  if (count === null) return 'A server elsewhere';
  if (count === 0) return 'Tools that you write';
  return `${count} ${count === 1 ? 'tool' : 'tools'}`;
}
