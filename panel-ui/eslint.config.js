import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'target/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: globals.browser } },
  { files: ['*.mjs', 'dev/**', 'browser/**', '*.config.*'], languageOptions: { globals: globals.node } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Ask the agent clock; a tablet clock is not to be trusted.' },
      ],
    },
  },
  {
    files: ['src/shared/instant.ts', 'src/**/*.test.ts', 'dev/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
);
