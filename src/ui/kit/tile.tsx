import { Jack, type JackState } from './jack.tsx';

/** A connector's icon, or its letter on a tile, with the jack that shows its state. */
export function Tile({
  name,
  iconUrl,
  jack,
  size = 36,
}: {
  readonly name: string;
  readonly iconUrl: string | null;
  readonly jack?: JackState;
  readonly size?: number;
}) {
  return (
    <span className="relative inline-flex shrink-0" style={{ width: size, height: size }} aria-hidden="true">
      {iconUrl === null ? (
        <span
          className="flex size-full items-center justify-center rounded-md border border-line-strong bg-inset font-mono font-medium text-ink-soft"
          style={{ fontSize: Math.round(size * 0.42) }}
        >
          {(name.trim()[0] ?? '?').toUpperCase()}
        </span>
      ) : (
        <img src={iconUrl} alt="" className="size-full rounded-md border bg-raised object-contain" />
      )}
      {jack && (
        <span className="absolute -right-1 -bottom-1 rounded-full bg-raised p-px">
          <Jack state={jack} size={Math.max(11, Math.round(size * 0.36))} />
        </span>
      )}
    </span>
  );
}
