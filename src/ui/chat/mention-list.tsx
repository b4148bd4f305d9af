import type { ConnectorView } from '../../contract/objects.ts';
import { jackOf } from '../connectors/connection-status.ts';
import { classNames } from '../kit/class-names.ts';
import { Jack } from '../kit/jack.tsx';
import { popLook } from '../kit/menu.tsx';
import { Tile } from '../kit/tile.tsx';

/** The connectors that a mention fits, above the composer. The text field keeps the focus. */
export function MentionList({
  id,
  connectors,
  active,
  onChoose,
}: {
  readonly id: string;
  readonly connectors: readonly ConnectorView[];
  readonly active: number;
  readonly onChoose: (connector: ConnectorView) => void;
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Connectors to attach"
      className={classNames(popLook, 'absolute bottom-full left-2 mb-2 w-72 max-w-[90%] p-1')}
    >
      {connectors.map((connector, index) => (
        <div
          key={connector.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // mousedown, so that the text field does not lose the focus first.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(connector);
          }}
          className={classNames('flex h-9 items-center gap-2.5 rounded-md px-2 text-base', index === active && 'bg-hover')}
        >
          <Tile name={connector.name} iconUrl={connector.iconUrl} size={24} />
          <span className="min-w-0 flex-1 truncate">{connector.name}</span>
          {connector.status !== 'Connected' && <span className="text-sm text-ink-faint">{connector.status}</span>}
          <Jack state={jackOf[connector.status]} size={13} />
        </div>
      ))}
    </div>
  );
}
