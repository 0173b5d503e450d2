import js from '@eslint/js';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'target/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  { languageOptions: { globals: globals.browser } },
  { files: ['*.mjs', 'dev/**', 'browser/**', '*.config.*'], languageOptions: { globals: globals.node } },
  {
    files: ['src/door/sw.js'],
    languageOptions: {
      ecmaVersion: 2018,
      sourceType: 'script',
      globals: { ...globals.serviceworker, __FILES__: 'readonly' },
    },
  },
  {
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Ask the agent clock; a tablet clock is not to be trusted.' },
      ],
    },
  },
  {
    files: [
      'src/shared/instant.ts',
      'src/shared/surroundings.ts',
      'src/shared/wire.ts',
      'src/**/*.test.ts',
      'src/**/*.testing.ts',
      'dev/**',
    ],
    rules: { 'no-restricted-globals': 'off' },
  },
);
