import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createRequire } from 'node:module';
import { defineConfig, type Plugin } from 'vite';
import { routes } from './src/contract/routes.ts';

const server = 'http://127.0.0.1:3900';

/** The page. Built once into dist/web, which the server serves under a strict content security policy. */
export default defineConfig({
  root: 'src/ui',
  plugins: [routeTable(), react(), tailwindcss()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // The tokens use light-dark(): browsers before it get no page.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // font-src and img-src allow no data: URLs from our own files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  worker: { format: 'iife', plugins: () => [kustoRuntime()] },
  server: {
    port: 3901,
    proxy: Object.fromEntries(
      ['/api', '/v1', '/mcp', '/oauth', '/.well-known', '/connector_platform_oauth_redirect'].map((path) => [path, server]),
    ),
  },
});

/**
 * The page needs of each route only its method and its path; the schemas are the server's.
 * Leaving them out keeps zod (some 20 kB) off the page.
 */
function routeTable(): Plugin {
  const table = Object.fromEntries(Object.entries(routes).map(([name, { method, path }]) => [name, { method, path }]));
  return {
    name: 'route-table',
    enforce: 'pre',
    load: (id) => (id.endsWith('/src/contract/routes.ts') ? `export const routes = ${JSON.stringify(table)};` : null),
  };
}

/**
 * Microsoft's KQL language service is 8 MB of scripts that work by globals. They are copied as they are and run by
 * `importScripts`, in the order in which the worker imports them: parsing and minifying them again would take seconds.
 */
function kustoRuntime(): Plugin {
  const prefix = '\0kusto-script:';
  return {
    name: 'kusto-runtime',
    enforce: 'pre',
    resolveId: (source, importer) =>
      importer !== undefined && source.startsWith('@kusto/language-service')
        ? prefix + createRequire(importer).resolve(`${source}.js`)
        : null,
    load: (id) => (id.startsWith(prefix) ? `import url from '${id.slice(prefix.length)}?url';\nimportScripts(url);` : null),
  };
}
