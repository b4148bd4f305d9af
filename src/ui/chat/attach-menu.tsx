import { ImagePlus, MoreHorizontal, Plus } from 'lucide-react';
import { useState } from 'react';
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
            trigger={
              <IconButton label="Add images and connectors">
                <Plus />
              </IconButton>
            }
          >
            <MenuItem onSelect={onAddImages}>
              <ImagePlus /> Add images
            </MenuItem>
            {/* After the menu has closed and given the focus back, or the two would fight over it. */}
            <MenuItem onSelect={() => setTimeout(() => setPicking(true))}>
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
