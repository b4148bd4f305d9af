import { lazy, Suspense, useRef, useState } from 'react';
import { useRoute } from '../app/api.ts';
import { useSession } from '../app/session.tsx';
import { Sheet } from '../kit/dialog.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { useTitle } from '../kit/use-title.ts';
import type { EditorHandle } from './editor/query-editor.tsx';
import { exampleQueries } from './examples.ts';
import { HistorySheet } from './history-sheet.tsx';
import { useQueryHistory } from './history.ts';
import { LakeAnswer } from './lake-answer.tsx';
import { LakeToolbar } from './lake-toolbar.tsx';
import { SaveAsToolDialog } from './save-as-tool.tsx';
import { TablesPanel } from './tables-panel.tsx';
import { scopeQuery, type TimeRange } from './time-range.ts';
import { useAskInChat } from './use-ask-in-chat.ts';
import { useDraft } from './use-draft.ts';
import { useRunPart } from './use-run-part.ts';

const QueryEditor = lazy(() => import('./editor/query-editor.tsx').then((module) => ({ default: module.QueryEditor })));

/** The security data lake: its tables, an editor for KQL, and what comes of a query. */
export function LakePage() {
  useTitle('Lake');
  const { person } = useSession();
  const [chosenWorkspace, setWorkspace] = useState('default');
  const [range, setRange] = useState<TimeRange>({ kind: 'query' });
  const [panel, setPanel] = useState<'tables' | 'history' | null>(null);
  const [saving, setSaving] = useState<string | null>(null);
  const [draft, setDraft] = useDraft(person.id);
  const editor = useRef<EditorHandle>(null);
  const workspaces = useRoute('listLakeWorkspaces', undefined, { staleTime: 60_000 }).data?.workspaces ?? [];
  const workspaceId = workspaces.find(({ id }) => id === chosenWorkspace)?.id ?? 'default';
  const at = { path: { workspace: workspaceId } };
  const tables = useRoute('listLakeTables', at, { staleTime: 60_000 });
  const summary = useRoute('summarizeLake', at, { staleTime: 60_000 });
  const [history, remember, forget] = useQueryHistory(person.id);
  const known = tables.data?.tables ?? noTables;
  const { state, diagnostics, run, cancel } = useRunPart({ workspaceId, range, tables: known, remember });
  const ask = useAskInChat();

  const runPart = () => {
    const part = editor.current?.part() ?? null;
    if (part !== null) void run(part);
  };
  const withQuery = (use: (query: string) => void) => () => {
    const part = editor.current?.part() ?? null;
    if (part !== null) use(scopeQuery(part.text, range, known).text);
  };
  const choose = (query: string) => {
    setPanel(null);
    editor.current?.replaceAll(query);
  };
  const runExample = (query: string) => {
    editor.current?.replaceAll(query);
    void run({ text: query, line: 1, column: 1 });
  };
  const insert = (text: string) => {
    setPanel(null);
    editor.current?.insert(text);
  };
  const scope = scopeQuery(draft, range, known);
  const examples = exampleQueries.filter(({ table }) => known.some(({ name, rows }) => name === table && rows > 0));
  return (
    <div className="flex h-full min-h-0">
      <aside aria-label="Tables" className="hidden w-66 shrink-0 border-r lg:block">
        <TablesPanel tables={tables.data?.tables} onInsert={insert} />
      </aside>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <h1 className="sr-only">Lake</h1>
        <LakeToolbar
          workspaces={workspaces}
          workspaceId={workspaceId}
          onWorkspace={setWorkspace}
          range={range}
          onRange={setRange}
          state={state}
          onRun={runPart}
          onCancel={cancel}
          examples={examples}
          onExample={choose}
          onTables={() => setPanel('tables')}
          onHistory={() => setPanel('history')}
          onAsk={withQuery((query) => void ask(query))}
          onSave={withQuery(setSaving)}
        />
        {(scope.prefix !== '' || scope.note !== null) && (
          <div className="border-b bg-inset px-4 py-2 text-xs text-ink-soft">
            {scope.prefix !== '' && (
              <pre tabIndex={0} role="group" aria-label="Runs before the query" className="max-h-16 overflow-auto font-mono leading-5">
                {scope.prefix}
              </pre>
            )}
            {scope.note !== null && <p>{scope.note}</p>}
          </div>
        )}
        <div className="h-56 min-h-28 shrink-0 resize-y overflow-hidden border-b bg-raised max-md:h-44">
          <Suspense
            fallback={<div role="status" aria-label="Loading the editor" className="m-4 h-5 w-1/3 animate-wait rounded bg-inset" />}
          >
            <QueryEditor ref={editor} initialText={draft} onChange={setDraft} onRun={runPart} tables={known} diagnostics={diagnostics} />
          </Suspense>
        </div>
        {tables.isError ? (
          <div className="p-4">
            <ProblemNotice error={tables.error} onRetry={() => tables.refetch()} />
          </div>
        ) : (
          <LakeAnswer
            state={state}
            diagnostics={diagnostics}
            isEmpty={summary.data?.tables === 0}
            workspaceId={workspaceId}
            examples={examples}
            onExample={runExample}
          />
        )}
      </div>
      <Sheet open={panel === 'tables'} onOpenChange={(open) => !open && setPanel(null)} title="Tables">
        <TablesPanel tables={tables.data?.tables} onInsert={insert} />
      </Sheet>
      <HistorySheet
        open={panel === 'history'}
        onOpenChange={(open) => !open && setPanel(null)}
        history={history}
        onChoose={choose}
        onClear={forget}
      />
      {saving !== null && <SaveAsToolDialog query={saving} workspaceId={workspaceId} onClose={() => setSaving(null)} />}
    </div>
  );
}

const noTables: readonly never[] = [];
