import { useId, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Tile } from '../kit/tile.tsx';
import { readDataUrl } from '../kit/read-data-url.ts';

const largest = 64_000;

/** An icon from a file, or the letter tile. */
export function IconField({
  name,
  iconUrl,
  onChange,
}: {
  readonly name: string;
  readonly iconUrl: string | null;
  readonly onChange: (iconUrl: string | null) => void;
}) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > largest) return setProblem('The image may have up to 64 kB.');
    setProblem(null);
    onChange(await readDataUrl(file));
  };
  return (
    <div className="flex items-center gap-3">
      <Tile name={name || '?'} iconUrl={iconUrl} size={48} />
      <div>
        <div className="flex gap-2">
          <label
            htmlFor={id}
            className="inline-flex h-7 items-center rounded-md border border-line-strong bg-raised px-2.5 text-sm font-medium shadow-low hover:bg-inset has-focus-visible:outline-2 has-focus-visible:outline-live"
          >
            Choose an icon
            <input
              id={id}
              type="file"
              accept="image/png,image/jpeg,image/gif,image/webp,image/svg+xml"
              className="sr-only"
              onChange={(event) => read(event.target.files?.[0])}
            />
          </label>
          {iconUrl && (
            <Button size="small" look="quiet" onClick={() => onChange(null)}>
              Use the letter
            </Button>
          )}
        </div>
        <p className={`mt-1 text-sm ${problem ? 'text-bad-ink' : 'text-ink-faint'}`}>{problem ?? 'PNG, JPEG, WebP or SVG, up to 64 kB.'}</p>
      </div>
    </div>
  );
}
