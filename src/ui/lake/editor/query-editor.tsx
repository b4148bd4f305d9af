import './editor.css';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { LakeTableView, QueryDiagnostic } from '../../../contract/lake-objects.ts';
import { useTokenColors } from '../../kit/token-colors.ts';
import { queryAtLine, type RunnablePart } from '../query-at.ts';
import { toKustoSchema } from './kusto-schema.ts';
import { applyTheme, editorTokens, getKustoWorker, monaco, prepareMonaco } from './monaco.ts';

/** What the page does with the editor. */
export type EditorHandle = {
  /** What is selected, or the query around the cursor. */
  readonly part: () => RunnablePart | null;
  /** Puts a text where the cursor is. */
  readonly insert: (text: string) => void;
  readonly replaceAll: (text: string) => void;
  readonly focus: () => void;
};

/** The query editor: Monaco with Microsoft's own language service for KQL. Its file is loaded when the page is first opened. */
export function QueryEditor({
  initialText,
  onChange,
  onRun,
  tables,
  diagnostics,
  ref,
}: {
  readonly initialText: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly tables: readonly LakeTableView[];
  /** What the server said of the last query, in places of the editor. They go when the text changes. */
  readonly diagnostics: readonly QueryDiagnostic[];
  readonly ref: Ref<EditorHandle>;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  const { scheme, colors } = useTokenColors(editorTokens);
  const latest = useRef({ onChange, onRun });
  useEffect(() => {
    latest.current = { onChange, onRun };
  });

  useEffect(() => applyTheme(scheme, colors), [scheme, colors]);
  useEffect(() => {
    if (frame.current === null) return;
    const created = createEditor(frame.current, initialText);
    const model = created.getModel();
    editor.current = created;
    created.onDidChangeModelContent(() => {
      if (model !== null) monaco.editor.setModelMarkers(model, 'patchbay', []);
      latest.current.onChange(created.getValue());
    });
    const run = () => {
      created.trigger('patchbay', 'hideSuggestWidget', null);
      latest.current.onRun();
    };
    created.addCommand(monaco.KeyMod.Shift | monaco.KeyCode.Enter, run);
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, run);
    return () => {
      editor.current = null;
      model?.dispose();
      created.dispose();
    };
    // The text is the editor's own from then on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useEffect(() => {
    const uri = editor.current?.getModel()?.uri;
    if (uri === undefined || tables.length === 0) return;
    void getKustoWorker()
      .then((worker) => worker(uri))
      .then((worker) => worker.setSchema(toKustoSchema(tables)));
  }, [tables]);
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model == null) return;
    monaco.editor.setModelMarkers(model, 'patchbay', diagnostics.map(toMarker));
    const [first] = diagnostics;
    if (first !== undefined) editor.current?.revealPositionInCenterIfOutsideViewport({ lineNumber: first.line, column: first.column });
  }, [diagnostics]);

  useImperativeHandle(ref, () => ({
    part: () => partOf(editor.current),
    insert: (text) => {
      const selection = editor.current?.getSelection();
      if (selection == null) return;
      editor.current?.executeEdits('patchbay', [{ range: selection, text, forceMoveMarkers: true }]);
      editor.current?.focus();
    },
    replaceAll: (text) => {
      const model = editor.current?.getModel();
      if (model == null) return;
      // As an edit, so that it can be undone.
      editor.current?.executeEdits('patchbay', [{ range: model.getFullModelRange(), text }]);
      editor.current?.focus();
    },
    focus: () => editor.current?.focus(),
  }));
  return <div ref={frame} className="kql-editor h-full w-full" />;
}

function createEditor(frame: HTMLElement, value: string): monaco.editor.IStandaloneCodeEditor {
  prepareMonaco();
  return monaco.editor.create(frame, {
    value,
    language: 'kusto',
    theme: 'patchbay',
    ariaLabel: 'KQL query. Shift+Enter runs it; Control+M lets Tab leave the editor.',
    automaticLayout: true,
    fixedOverflowWidgets: true,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    fontLigatures: false,
    fontSize: 13,
    lineHeight: 21,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    minimap: { enabled: false },
    glyphMargin: false,
    folding: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    padding: { top: 10, bottom: 10 },
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, useShadows: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    wordWrap: 'on',
    contextmenu: true,
    quickSuggestions: { other: true, comments: false, strings: true },
    suggest: { showWords: false, preview: false },
    wordBasedSuggestions: 'off',
    acceptSuggestionOnEnter: 'smart',
    unicodeHighlight: { ambiguousCharacters: false },
  });
}

function partOf(editor: monaco.editor.IStandaloneCodeEditor | null): RunnablePart | null {
  const [model, selection] = [editor?.getModel(), editor?.getSelection()];
  if (model == null || selection == null) return null;
  if (!selection.isEmpty()) {
    const { startLineNumber: line, startColumn: column } = selection;
    return { text: model.getValueInRange(selection), line, column };
  }
  return queryAtLine(model.getValue(monaco.editor.EndOfLinePreference.LF), selection.positionLineNumber);
}

function toMarker({ message, line, column, length, suggestion }: QueryDiagnostic): monaco.editor.IMarkerData {
  return {
    severity: monaco.MarkerSeverity.Error,
    message: suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: line,
    endColumn: column + Math.max(1, length),
  };
}
