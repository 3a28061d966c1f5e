import { defineConfig } from '@playwright/test';

// The panel in Debian's Chromium against the real server: `marmelad-cli demo` on a data folder of its own.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/report/results',
  globalSetup: './e2e/start.ts',
  fullyParallel: false,
  workers: 1, // one server with one story: what a test changes, another may see
  retries: 0,
  reporter: process.env['CI'] ? 'line' : 'list',
  // Both only stop what hangs: a slow machine makes tests late, not red.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    // Set by the global set-up, which comes before the tests' own process reads this file.
    baseURL: process.env['E2E_PANEL'] ?? 'http://127.0.0.1:8000',
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow', // not the shops' zone: the panel must not confuse them
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
});
