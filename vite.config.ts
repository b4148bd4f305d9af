import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:3900';

/** The page. Built once into dist/web, which the server serves under a strict content security policy. */
export default defineConfig({
  root: 'src/ui',
  plugins: [react(), tailwindcss()],
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
  server: {
    port: 3901,
    proxy: Object.fromEntries(
      ['/api', '/v1', '/mcp', '/oauth', '/.well-known', '/connector_platform_oauth_redirect'].map((path) => [path, server]),
    ),
  },
});
