import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Files in `folder` may not import what matches `pattern`, nor anything by `../`. */
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

/** Which other features a feature may import; the others meet in app. */
const uses = {
  audit: ['segments'],
  broadcasts: ['media', 'segments'],
  clients: ['discounts'],
  orders: ['discounts'],
};

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
      // The caller names the type of what is read from the browser's storage or the address.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx'],
          tsconfig: { configFile: `${import.meta.dirname}/tsconfig.json` },
        }),
      ],
    },
    rules: { 'import-x/no-cycle': 'error' },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },

  // Imports go one way: app → features → components and api → i18n.
  closed('i18n', '^@/(?!i18n)', 'Texts import texts only.'),
  closed('api', '^@/(app|features|components)', 'The API layer does not import its callers.'),
  closed('components', '^@/(app|features)', 'Shared components do not import features.'),
  ...features.map((name) =>
    closed(
      `features/${name}`,
      `^@/(app|features/(?!(${[name, ...(uses[name] ?? [])].join('|')})(/|$)))`,
      'Features meet in app; `uses` in eslint.config.js names the exceptions.',
    ),
  ),
);
