import { formatBytes } from '../format.ts';
import { readDataUrl } from '../read-data-url.ts';
import type { ControlProps } from './field-context.ts';

/** A file to choose, for what is base64 in the arguments. */
export function FileField({
  control,
  value,
  onChange,
}: {
  readonly control: ControlProps;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const take = async (file: File | undefined) => {
    if (file === undefined) return onChange(undefined);
    const [, base64 = ''] = (await readDataUrl(file)).split(',', 2);
    onChange(base64);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <input
        {...control}
        type="file"
        className="max-w-full text-sm text-ink-soft file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-raised file:px-3 file:text-sm file:font-medium file:text-ink hover:file:bg-inset"
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {typeof value === 'string' && value !== '' && (
        <span className="text-ink-faint tabular-nums">{formatBytes(Math.floor((value.replace(/=+$/, '').length * 3) / 4))}</span>
      )}
    </div>
  );
}
