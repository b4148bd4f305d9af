/** The worker of the KQL language; what it imports runs as the build's plugin `kusto-runtime` says. */
import '@kusto/monaco-kusto/release/esm/kusto.worker.js';
