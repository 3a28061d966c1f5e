import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { cli, stateOf, type Demo, type Role } from './demo';

const run = promisify(execFile);

/** Whom the tests log in as, besides the demo's owner. */
const others: readonly { role: Role; telegramId: number; name: string }[] = [
  { role: 'marketing', telegramId: 3002, name: 'Маркетолог' },
  { role: 'readonly', telegramId: 3003, name: 'Наблюдатель' },
];

/** Starts the demo, logs in once as each role, and stops the demo when all tests are over. */
export default async function start(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'marmelad-e2e-'));
  const server = spawn(
    cli,
    [
      'demo',
      '--data',
      join(folder, 'data'),
      '--port',
      '0',
      '--chat-port',
      '0',
      '--json',
      '--users',
      process.env['E2E_USERS'] ?? '2000',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, RUST_LOG: 'error' },
    },
  );
  const stop = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.kill('SIGTERM')) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const demo = await toldBy(server.stdout);
    process.env['E2E_DEMO'] = JSON.stringify(demo);
    process.env['E2E_PANEL'] = demo.panel;
    await logIn(demo, 'owner', demo.login_link, folder);
    for (const { role, telegramId, name } of others) {
      const env = { ...process.env, DB_URL: demo.database_url, PANEL_URL: demo.panel, RUST_LOG: 'error' };
      await run(cli, ['admin', 'add', String(telegramId), '--role', role, '--name', name], { env });
      const { stdout } = await run(cli, ['admin', 'login-link', String(telegramId), '--json'], { env });
      await logIn(demo, role, (JSON.parse(stdout) as { url: string }).url, folder);
    }
  } catch (failure) {
    await stop();
    throw failure;
  }
  return stop;
}

async function toldBy(output: NodeJS.ReadableStream): Promise<Demo> {
  let text = '';
  for await (const piece of output) {
    text += String(piece);
    try {
      return JSON.parse(text) as Demo;
    } catch {
      // Not all of it is here yet.
    }
  }
  throw new Error(`the demo ended before it was ready: ${text}`);
}

/** Logs in by the link and keeps the browser's state for the tests of the role. */
async function logIn(demo: Demo, role: Role, link: string, folder: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage();
  await page.goto(link);
  await page.waitForURL(`${demo.panel}/dashboard`);
  const file = join(folder, `${role}.json`);
  await page.context().storageState({ path: file });
  process.env[stateOf(role)] = file;
  await browser.close();
}
