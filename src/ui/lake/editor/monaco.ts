import 'monaco-editor/esm/vs/editor/edcore.main.js';
import { getKustoWorker, kustoDefaults } from '@kusto/monaco-kusto';
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js';
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import KustoWorker from './kusto-worker.ts?worker';

export { getKustoWorker, kustoDefaults, monaco };

self.MonacoEnvironment = { getWorker: (_id, label) => (label === 'kusto' ? new KustoWorker() : new EditorWorker()) };
