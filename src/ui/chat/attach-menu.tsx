import { ImagePlus, MoreHorizontal, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { IconButton } from '../kit/button.tsx';
import { Menu, MenuItem } from '../kit/menu.tsx';
import { Popover } from '../kit/popover.tsx';
import { ConnectorPicker } from './connector-picker.tsx';

/** The (+) of the composer: images, and under More the connectors. */
export function AttachMenu({
  attached,
  onToggle,
  onAddImages,
}: {
  readonly attached: readonly string[];
  readonly onToggle: (connectorId: string) => void;
  readonly onAddImages: () => void;
}) {
  const [picking, setPicking] = useState(false);
  const wantsPicker = useRef(false);
  // Not before the menu has closed and gives the focus back, however long that takes, or the two would fight over it.
  const openPicker = () => {
    if (wantsPicker.current) setPicking(true);
    wantsPicker.current = false;
  };
  return (
    <Popover
      label="Connectors"
      side="top"
      open={picking}
      onOpenChange={setPicking}
      anchor={
        <span className="inline-flex">
          <Menu
            side="top"
            onClosed={openPicker}
            trigger={
              <IconButton label="Add images and connectors">
                <Plus />
              </IconButton>
            }
          >
            <MenuItem onSelect={onAddImages}>
              <ImagePlus /> Add images
            </MenuItem>
            <MenuItem
              onSelect={() => {
                wantsPicker.current = true;
              }}
            >
              <MoreHorizontal /> More
            </MenuItem>
          </Menu>
        </span>
      }
    >
      <ConnectorPicker attached={attached} onToggle={onToggle} />
    </Popover>
  );
}
