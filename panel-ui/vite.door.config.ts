import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Wall tablets run the engine they were sold with, so the page is written down to Chromium 64 and Safari 12.
// One script and no lazy part: a panel that loses the edge later can never miss a piece of its own page.
export default defineConfig({
  root: fileURLToPath(new URL('door', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: fileURLToPath(new URL('svelte.config.js', import.meta.url)) })],
  build: {
    outDir: fileURLToPath(new URL('dist/door', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome64', 'safari12'],
    cssTarget: ['chrome64', 'safari12'],
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // Custom elements, legacy components and the like define classes when loaded, which alone would keep them in.
      treeshake: { moduleSideEffects: (id) => !/node_modules\/svelte\/src\/(?!internal\/flags)/.test(id) },
    },
  },
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['src/**/*.test.ts', 'dev/**/*.test.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    environment: 'node',
  },
});
