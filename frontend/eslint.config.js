import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files in `folder` may not import what matches; whatever lies above a file is imported by its `@/` address. */
const closed = (folder, pattern, message) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: pattern, message },
          {
            regex: '^\\.\\./',
            message: 'Write @/… instead of ../…, so that the direction of imports shows.',
          },
        ],
      },
    ],
  },
});

const features = readdirSync(`${import.meta.dirname}/src/features`);

export default defineConfig(
  globalIgnores(['dist', 'e2e/report', 'src/api/schema.ts']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // An event handler that calls one function is one line.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // What the browser keeps and what the address holds is text: who reads it says what it is meant to be.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },

  // Imports go one way: app → features → components and api → i18n.
  closed('i18n', '^@/(?!i18n)', 'Texts depend on nothing.'),
  closed('api', '^@/(app|features|components)', 'The API layer knows nothing of those who use it.'),
  closed('components', '^@/(app|features)', 'Shared pieces know nothing of those who use them.'),
  ...features.map((name) =>
    closed(
      `features/${name}`,
      `^@/(app|features/(?!${name}(/|$)))`,
      'Features meet in app, never in each other.',
    ),
  ),
);
