import { ArrowUp, Square, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import { useRoute } from '../app/api.ts';
import { IconButton } from '../kit/button.tsx';
import { classNames } from '../kit/class-names.ts';
import { useToast } from '../kit/toast.tsx';
import { AttachedChips } from './attached-chips.tsx';
import { AttachMenu } from './attach-menu.tsx';
import type { Message } from './first-message.tsx';
import { preloadMarkdown } from './lazy-markdown.tsx';
import { mentionAt, rankMentions } from './mention.ts';
import { MentionList } from './mention-list.tsx';
import { ModelPicker } from './model-picker.tsx';
import { readImages } from './read-images.ts';

/** Where a message is written: Enter sends, Shift+Enter breaks the line, @ attaches. */
export function Composer({
  attached,
  onAttach,
  model,
  onModel,
  busy,
  onSend,
  onStop,
  placeholder = 'Ask, or type @ for a connector',
  initialText = '',
}: {
  readonly attached: readonly string[];
  readonly onAttach: (attached: readonly string[]) => void;
  readonly model: string | null;
  readonly onModel: (model: string) => void;
  readonly busy: boolean;
  readonly onSend: (message: Message) => void;
  readonly onStop: () => void;
  readonly placeholder?: string;
  readonly initialText?: string;
}) {
  const [text, setText] = useState(initialText);
  const [images, setImages] = useState<readonly string[]>([]);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(-1);
  const [dragging, setDragging] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const filePicker = useRef<HTMLInputElement>(null);
  const listId = useId();
  const toast = useToast();
  const connectors = useRoute('listConnectors').data?.connectors ?? [];

  useEffect(preloadMarkdown, []);
  useEffect(() => {
    // Where there is a real keyboard: on a phone the screen's own would cover the page.
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);

  const mention = mentionAt(text, caret);
  const mentioned = mention === null || mention.start === dismissed ? [] : rankMentions(mention.search, connectors);
  const sendable = !busy && text.trim() !== '';

  const toggle = (id: string) => onAttach(attached.includes(id) ? attached.filter((other) => other !== id) : [...attached, id]);
  const chooseMention = (connector: ConnectorView) => {
    if (mention === null) return;
    setText(text.slice(0, mention.start) + text.slice(caret));
    setCaret(mention.start);
    setActive(0);
    if (!attached.includes(connector.id)) onAttach([...attached, connector.id]);
  };
  const send = () => {
    if (!sendable) return;
    onSend({ text: text.trim(), images });
    setText('');
    setImages([]);
  };
  const addImages = async (files: Iterable<File>) => {
    const read = await readImages(files, images.length);
    setImages((already) => [...already, ...read.images]);
    if (read.refused) toast.say(read.refused);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends an input method's composition is not a wish to send.
    if (event.nativeEvent.isComposing) return;
    const choice = mentioned[Math.min(active, mentioned.length - 1)];
    if (choice !== undefined) {
      if (event.key === 'ArrowDown') setActive((active + 1) % mentioned.length);
      else if (event.key === 'ArrowUp') setActive((active - 1 + mentioned.length) % mentioned.length);
      else if (event.key === 'Enter' || event.key === 'Tab') chooseMention(choice);
      else if (event.key === 'Escape') setDismissed(mention?.start ?? -1);
      else return;
      event.preventDefault();
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  return (
    <div
      className={classNames(
        'relative rounded-xl border border-line-strong bg-raised shadow-low transition-colors focus-within:border-ink-faint',
        dragging && 'border-live bg-live-soft',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragging(false);
        void addImages(event.dataTransfer.files);
      }}
    >
      {mentioned.length > 0 && (
        <MentionList id={listId} connectors={mentioned} active={Math.min(active, mentioned.length - 1)} onChoose={chooseMention} />
      )}
      <AttachedChips connectors={connectors.filter(({ id }) => attached.includes(id))} onRemove={toggle} />
      {images.length > 0 && (
        <ul aria-label="Images to send" className="flex flex-wrap gap-2 px-3 pt-3">
          {images.map((image, index) => (
            <li key={index} className="relative">
              <img src={image} alt={`To send, ${index + 1}`} className="size-16 rounded-md border object-cover" />
              <button
                type="button"
                aria-label={`Remove image ${index + 1}`}
                onClick={() => setImages(images.toSpliced(index, 1))}
                className="absolute -top-1.5 -right-1.5 flex size-5 items-center justify-center rounded-full border bg-raised text-ink-soft hover:text-ink"
              >
                <X className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        rows={1}
        aria-label="Message"
        aria-autocomplete="list"
        aria-controls={mentioned.length > 0 ? listId : undefined}
        aria-activedescendant={mentioned.length > 0 ? `${listId}-${Math.min(active, mentioned.length - 1)}` : undefined}
        value={text}
        placeholder={placeholder}
        onChange={(event) => {
          setText(event.target.value);
          setCaret(event.target.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          if (event.clipboardData.files.length > 0) void addImages(event.clipboardData.files);
        }}
        className="field-sizing-content block max-h-60 min-h-11 w-full resize-none bg-transparent px-4 pt-3 pb-1 text-md outline-none"
      />
      <div className="flex items-center gap-1 px-2 pb-2">
        <AttachMenu attached={attached} onToggle={toggle} onAddImages={() => filePicker.current?.click()} />
        <input
          ref={filePicker}
          type="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          multiple
          hidden
          onChange={(event) => {
            void addImages(event.target.files ?? []);
            event.target.value = '';
          }}
        />
        <span className="flex-1" />
        <ModelPicker model={model} onChange={onModel} />
        {busy ? (
          <IconButton label="Stop" look="live" onClick={onStop}>
            <Square className="size-3.5! fill-current" />
          </IconButton>
        ) : (
          <IconButton label="Send" look="primary" disabled={!sendable} onClick={send}>
            <ArrowUp />
          </IconButton>
        )}
      </div>
    </div>
  );
}
