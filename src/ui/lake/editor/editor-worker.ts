/** Monaco's own worker: links, differences and the like, for any language. */
import 'monaco-editor/esm/vs/editor/editor.worker.js';
