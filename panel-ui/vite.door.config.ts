import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'pl', 'ar'];

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** The words of a language as a file of data: no script, so the policy that forbids inline scripts lets it be inlined. */
async function wordsOf(language: string): Promise<string> {
  const { module } = await runnerImport<Record<string, unknown>>(here(`src/shared/i18n/${language}.ts`));
  // Nothing in it can end the element that carries it.
  return JSON.stringify(module[language]).replace(/</g, '\\u003c');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * Puts English into the page, where the agent puts the site's language instead, and every language beside it; names
 * all files to the service worker. The page names the hash of all words, so that a page with other words is another
 * page for whoever compares builds.
 */
function wordsAndWorker(): Plugin {
  return {
    name: 'words-and-worker',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: async () => [
        {
          tag: 'script',
          attrs: {
            type: 'application/json',
            id: 'words',
            lang: 'en',
            'data-page': '',
            'data-words': hashOf((await Promise.all(LANGUAGES.map(wordsOf))).join()),
          },
          children: await wordsOf('en'),
          injectTo: 'body-prepend',
        },
      ],
    },
    async generateBundle(_, bundle) {
      for (const language of LANGUAGES) {
        const fileName = `words/${language}.json`;
        this.emitFile({ type: 'asset', fileName, source: await wordsOf(language) });
      }
      const files = Object.keys(bundle).filter((name) => name !== 'index.html');
      const words = LANGUAGES.map((language) => `words/${language}.json`);
      const list = JSON.stringify(['./', ...files, ...words.filter((name) => !files.includes(name))]);
      const worker = readFileSync(here('src/door/sw.js'), 'utf8').replace('__FILES__', list);
      const texts = await Promise.all(LANGUAGES.map(wordsOf));
      const source = worker.replace(
        '__VERSION__',
        hashOf(worker + texts.join() + readFileSync(here('door/index.html'), 'utf8')),
      );
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

// Wall tablets run the engine they were sold with, so the page is written down to Chromium 64 and Safari 12.
// One script and no lazy part: a panel that loses the edge later can never miss a piece of its own page.
export default defineConfig({
  root: here('door'),
  base: './',
  plugins: [wordsAndWorker()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('dist/door'),
    emptyOutDir: true,
    target: ['chrome64', 'safari12'],
    cssTarget: ['chrome64', 'safari12'],
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: {
    root: here('.'),
    include: ['src/**/*.test.ts', 'dev/**/*.test.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    environment: 'node',
    // One browser at a time: two at once on a small machine measure each other.
    fileParallelism: false,
  },
});
