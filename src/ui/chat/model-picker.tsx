import { ChevronDown } from 'lucide-react';
import { useRoute } from '../app/api.ts';
import { Menu, MenuChoices } from '../kit/menu.tsx';

/** Which model answers in this conversation. */
export function ModelPicker({ model, onChange }: { readonly model: string | null; readonly onChange: (model: string) => void }) {
  const { data } = useRoute('listModels', undefined, { staleTime: 60_000 });
  const models = data?.models ?? [];
  const chosen = models.find(({ id }) => id === model) ?? models.find(({ isDefault }) => isDefault) ?? models[0];
  if (chosen === undefined) return null;
  return (
    <Menu
      align="end"
      side="top"
      className="w-72"
      trigger={
        <button
          type="button"
          aria-label={`Model: ${chosen.label}`}
          className="flex h-8 min-w-0 items-center gap-1 rounded-md px-2 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink"
        >
          <span className="truncate">{chosen.label}</span>
          <ChevronDown aria-hidden="true" className="size-3.5 shrink-0" />
        </button>
      }
    >
      <MenuChoices
        value={chosen.id}
        onChange={onChange}
        choices={models.map(({ id, label, provider, kind }) => ({
          value: id,
          label,
          note: kind === 'router' ? 'Finds the tool; not a language model' : provider,
        }))}
      />
    </Menu>
  );
}
