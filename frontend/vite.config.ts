import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The panel is served by marmelad-http; during development Vite passes what belongs to the server on to it.
// PANEL_SERVER says where it is.
const server = process.env['PANEL_SERVER'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/health', '/ready', '/openapi.json', '/docs'].map((path) => [path, server]),
    ),
  },
  build: {
    // A strict CSP has no `data:` for scripts and fonts: everything stays a file of our own.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600, // kB before compression; React and MUI are most of it
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    isolate: false, // the browser's stand-in takes longer to set up than all tests together
    restoreMocks: true,
  },
});
