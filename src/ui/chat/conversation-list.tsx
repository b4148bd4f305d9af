import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis, Pencil, Search, Trash2 } from 'lucide-react';
import { type FormEvent, useDeferredValue, useState } from 'react';
import type { ConversationView } from '../../contract/objects.ts';
import { useChange, useRoute } from '../app/api.ts';
import { IconButton } from '../kit/button.tsx';
import { classNames } from '../kit/class-names.ts';
import { ConfirmDialog } from '../kit/dialog.tsx';
import { ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { dayGroup } from '../kit/format.ts';
import { Menu, MenuItem } from '../kit/menu.tsx';
import { takeFocus } from '../kit/take-focus.ts';

/** My conversations by day, to search, rename and delete. */
export function ConversationList() {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const conversations = useRoute('listConversations', { query: wanted === '' ? {} : { search: wanted } });
  const groups = Map.groupBy(conversations.data?.conversations ?? [], (conversation) => dayGroup(conversation.updatedAt));
  return (
    <section aria-label="Conversations" className="mt-4 flex min-h-0 flex-1 flex-col">
      <label className="relative mx-2 mb-1 block">
        <span className="sr-only">Search conversations</span>
        <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder="Search conversations"
          className="h-8 w-full rounded-md bg-transparent pr-2 pl-9 text-base transition-colors hover:bg-hover focus:bg-raised"
        />
      </label>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {conversations.isPending && <SkeletonRows rows={4} height={28} />}
        {conversations.isError && <ProblemNotice error={conversations.error} onRetry={() => conversations.refetch()} />}
        {conversations.data?.conversations.length === 0 && (
          <p className="px-2.5 py-2 text-sm text-ink-faint">
            {wanted === '' ? 'Your conversations will be listed here.' : 'No conversation has these words.'}
          </p>
        )}
        {[...groups].map(([day, members]) => (
          <div key={day} className="mt-3">
            <h2 className="px-2.5 pb-1 text-xs font-medium text-ink-faint">{day}</h2>
            <ul>
              {members.map((conversation) => (
                <ConversationRow key={conversation.id} conversation={conversation} />
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function ConversationRow({ conversation }: { readonly conversation: ConversationView }) {
  const { conversationId } = useParams({ strict: false });
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const remove = useChange('removeConversation', { refreshes: ['listConversations'] });
  const path = { id: conversation.id };
  const current = conversationId === conversation.id;
  if (renaming) return <RenameRow conversation={conversation} onDone={() => setRenaming(false)} />;
  return (
    <li
      className={classNames(
        'group/row relative flex items-center rounded-md transition-colors',
        current ? 'bg-pressed' : 'hover:bg-hover has-[[data-state=open]]:bg-hover',
      )}
    >
      <Link
        to="/c/$conversationId"
        params={{ conversationId: conversation.id }}
        title={conversation.title}
        className={classNames('min-w-0 flex-1 truncate rounded-md px-2.5 py-1.5 text-base', current ? 'text-ink' : 'text-ink-soft')}
      >
        {conversation.title || 'New chat'}
      </Link>
      <Menu
        align="end"
        trigger={
          <IconButton
            label={`More for ${conversation.title}`}
            size="small"
            className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
          >
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setRenaming(true)}>
          <Pencil /> Rename
        </MenuItem>
        <MenuItem danger onSelect={() => setDeleting(true)}>
          <Trash2 /> Delete
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title="Delete this conversation?"
        sentence={`“${conversation.title}” and everything in it is deleted. Its calls stay in the log.`}
        action="Delete"
        onConfirm={() => {
          remove.mutate({ path }, { onSuccess: () => (current ? navigate({ to: '/' }) : undefined) });
        }}
      />
    </li>
  );
}

function RenameRow({ conversation, onDone }: { readonly conversation: ConversationView; readonly onDone: () => void }) {
  const [title, setTitle] = useState(conversation.title);
  const change = useChange('changeConversation', { refreshes: ['listConversations', 'getConversation'] });
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const wanted = title.trim();
    if (wanted !== '' && wanted !== conversation.title) change.mutate({ path: { id: conversation.id }, body: { title: wanted } });
    onDone();
  };
  return (
    <li>
      <form onSubmit={save}>
        <input
          // The person asked for this field with the menu.
          ref={takeFocus}
          aria-label="Title of the conversation"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => save()}
          onKeyDown={(event) => event.key === 'Escape' && onDone()}
          className="h-8 w-full rounded-md bg-raised px-2.5 text-base"
        />
      </form>
    </li>
  );
}
