import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The panel is served by marmelad-http; during development Vite passes what belongs to the server on to it.
// PANEL_SERVER says where it is.
const server = process.env['PANEL_SERVER'] ?? 'http://127.0.0.1:8000';

/** Puts `file.gz` beside each file worth it: the server sends that to whoever takes it, and need not compress by itself. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const names = await readdir(dir, { recursive: true });
    const texts = names.filter((name) => /\.(js|css|svg|html)$/.test(name));
    await Promise.all(
      texts.map(async (name) => {
        const plain = await readFile(join(dir, name));
        const small = await promisify(gzip)(plain, { level: 9 });
        if (small.length < plain.length) await writeFile(join(dir, `${name}.gz`), small);
      }),
    );
  },
};

export default defineConfig({
  plugins: [react(), compressed],
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
