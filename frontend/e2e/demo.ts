import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

/** The built command line. */
export const cli = join(
  process.env['CARGO_TARGET_DIR'] ?? '../target',
  process.env['E2E_PROFILE'] ?? 'debug',
  'marmelad-cli',
);

/** What `marmelad-cli demo --json` tells. */
export interface Demo {
  panel: string;
  api: string;
  chats: string;
  database_url: string;
  login_link: string;
}

export type Role = 'owner' | 'marketing' | 'readonly';

/** The environment variable that names a role's file of the browser's state. */
export const stateOf = (role: Role): string => `E2E_STATE_${role}`;

/** The demo that was started for the tests. */
export function demo(): Demo {
  const told = process.env['E2E_DEMO'];
  if (told === undefined) throw new Error('the demo was not started');
  return JSON.parse(told) as Demo;
}

/** Makes a fresh login link for somebody, as an operator would. */
export async function loginLink(telegramId: number): Promise<string> {
  const env = { ...process.env, DB_URL: demo().database_url, PANEL_URL: demo().panel, RUST_LOG: 'error' };
  const { stdout } = await promisify(execFile)(cli, ['admin', 'login-link', String(telegramId), '--json'], {
    env,
  });
  return (JSON.parse(stdout) as { url: string }).url;
}

/** The demo's owner. */
export const OWNER = 3001;

interface Given {
  /** Whose session the page has. */
  role: Role | null;
  /** What the browser may complain about in this test, as it writes every request that fails to the console. */
  tolerated: RegExp | null;
  complaints: string[];
}

/** Tests with a page that complains when the browser does: console errors and uncaught exceptions fail the test. */
export const test = base.extend<Given>({
  role: ['owner', { option: true }],
  tolerated: [null, { option: true }],
  storageState: async ({ role }, provide) => {
    await provide(role === null ? undefined : process.env[stateOf(role)]);
  },
  complaints: [
    async ({ page, tolerated }, provide) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !tolerated?.test(message.text())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await provide(complaints);
      expect(complaints, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the page shows what it came to show: its heading, and nothing that is still on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Загружаем…' })).toHaveCount(0);
  await expect(page.getByRole('progressbar', { name: 'Загружаем…' })).toHaveCount(0);
}

/** Fails on what axe calls serious or critical. */
export async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(grave, 'what axe found').toEqual([]);
}

/** Fails when the page can be scrolled sideways. */
export async function fitsTheScreen(page: Page): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over, 'pixels beyond the screen').toBeLessThanOrEqual(0);
}
