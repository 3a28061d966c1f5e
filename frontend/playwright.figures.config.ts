import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

// Measures instead of testing; run by scripts/panel-figures.sh.
export default defineConfig({
  ...tests,
  testMatch: '*.figures.ts',
  timeout: 600_000,
  // A recorder in the page would be measured as well.
  use: { ...tests.use, trace: 'off' },
  projects: tests.projects?.filter(({ name }) => name === 'desktop') ?? [],
});
