import 'monaco-editor/esm/vs/editor/edcore.main.js';
import { getKustoWorker, kustoDefaults } from '@kusto/monaco-kusto';
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js';

export { getKustoWorker, monaco };

export const editorTokens = [
  'ink',
  'ink-faint',
  'raised',
  'inset',
  'line',
  'line-strong',
  'live',
  'live-soft',
  'bad',
  'good-ink',
  'chart-1',
  'hover',
  'pressed',
] as const;
type EditorColors = Readonly<Record<(typeof editorTokens)[number], string>>;

let prepared = false;

/** Once per page: where the workers are, and what the language offers. */
export function prepareMonaco(): void {
  if (prepared) return;
  prepared = true;
  self.MonacoEnvironment = {
    // Written out one by one: the build finds workers by this very form.
    getWorker: (_id, label) =>
      label === 'kusto'
        ? new Worker(new URL('kusto-worker.ts', import.meta.url))
        : new Worker(new URL('editor-worker.ts', import.meta.url)),
  };
  kustoDefaults.setLanguageSettings({
    ...kustoDefaults.languageSettings,
    // The lake answers queries only.
    includeControlCommands: false,
    useTokenColorization: true,
    onDidProvideCompletionItems: async (list) => ({ ...list, items: list.items.map(withoutNextPipe) }),
  });
}

type CompletionItem = Awaited<ReturnType<NonNullable<typeof kustoDefaults.languageSettings.onDidProvideCompletionItems>>>['items'][number];

/** The service also writes the next line's pipe. Whoever has typed a name to its end and presses Enter wants a new line only. */
function withoutNextPipe(item: CompletionItem): CompletionItem {
  const plain = (text: string) => text.replace(/\s*\n\| $/, '');
  const { textEdit } = item;
  return {
    ...item,
    ...(item.insertText === undefined ? {} : { insertText: plain(item.insertText) }),
    ...(textEdit === undefined ? {} : { textEdit: { ...textEdit, newText: plain(textEdit.newText) } }),
  };
}

/** The editor in the colours of the page; those of names in a query are in editor.css. */
export function applyTheme(scheme: 'light' | 'dark', colors: EditorColors): void {
  monaco.editor.defineTheme('patchbay', {
    base: scheme === 'dark' ? 'vs-dark' : 'vs',
    // The base's own colours of tokens are for its own background.
    inherit: false,
    rules: [
      { token: '', foreground: bare(colors.ink) },
      { token: 'comment', foreground: bare(colors['ink-faint']), fontStyle: 'italic' },
      { token: 'string', foreground: bare(colors['good-ink']) },
      { token: 'number', foreground: bare(colors['good-ink']) },
      { token: 'keyword', foreground: bare(colors['chart-1']) },
    ],
    colors: {
      'editor.background': colors.raised,
      'editor.foreground': colors.ink,
      'editorLineNumber.foreground': colors['ink-faint'],
      'editorLineNumber.activeForeground': colors.ink,
      'editorCursor.foreground': colors.ink,
      'editor.lineHighlightBorder': '#00000000',
      'editor.lineHighlightBackground': '#00000000',
      'editorError.foreground': colors.bad,
      'editorWidget.background': colors.raised,
      'editorWidget.border': colors['line-strong'],
      'editorHoverWidget.background': colors.raised,
      'editorHoverWidget.border': colors['line-strong'],
      'editorSuggestWidget.background': colors.raised,
      'editorSuggestWidget.border': colors['line-strong'],
      'editorSuggestWidget.foreground': colors.ink,
      'editorSuggestWidget.selectedBackground': colors['live-soft'],
      'editorSuggestWidget.selectedForeground': colors.ink,
      'editorSuggestWidget.selectedIconForeground': colors.ink,
      'editorSuggestWidget.highlightForeground': colors.ink,
      'editorSuggestWidget.focusHighlightForeground': colors.ink,
      'list.hoverBackground': colors.inset,
      // The query around the cursor, which is the one that Run runs.
      'editor.selectionHighlightBackground': colors.hover,
      focusBorder: colors.live,
      'scrollbarSlider.background': colors.hover,
      'scrollbarSlider.hoverBackground': colors.pressed,
      'scrollbar.shadow': '#00000000',
    },
  });
  monaco.editor.setTheme('patchbay');
}

const bare = (hex: string) => hex.slice(1);
