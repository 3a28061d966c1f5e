import type { Page } from '@playwright/test';
import { expect, test } from './demo';

const RUNS = 5;
const INTERACTIONS = 10;
/** Nothing is measured by it. */
const PATIENCE = 60_000;

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const say = (line: string) => {
  process.stdout.write(`    ${line}\n`);
};

test('first load of the dashboard', async ({ browser, context }) => {
  const state = await context.storageState();
  const paints: number[] = [];
  const scripts: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    // A new context has an empty cache.
    const cold = await browser.newContext({
      storageState: state,
      ...(test.info().project.use.viewport ? { viewport: test.info().project.use.viewport } : {}),
    });
    const page = await cold.newPage();
    await page.goto(`${process.env['E2E_PANEL'] ?? ''}/dashboard`);
    await expect(page.locator('.uplot').first()).toBeVisible({ timeout: PATIENCE });
    paints.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
    );
    scripts.push(
      await page.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter(({ name }) => name.endsWith('.js'))
          .reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0),
      ),
    );
    await cold.close();
  }
  say(
    `/dashboard, cold: JavaScript, gzipped, ${(median(scripts) / 1000).toFixed(0)} KB (wanted < 300, aim 200)`,
  );
  say(
    `first contentful paint: median ${median(paints).toFixed(0)} ms of ${paints.map((ms) => ms.toFixed(0)).join(', ')}`,
  );
});

test('the grid of clients', async ({ page }) => {
  await page.goto('/users');
  await expect(page.getByRole('row').nth(10)).toBeVisible({ timeout: PATIENCE });
  const waits: number[] = [];
  // Pages that were not asked for before: another order soon comes from what is known.
  for (let turn = 0; turn < INTERACTIONS; turn += 1) waits.push(await besidesTheRequest(page));
  say(
    `grid of clients, next page: median ${median(waits).toFixed(0)} ms from press to paint besides the request`,
  );
  say(`(n = ${INTERACTIONS}: ${waits.map((ms) => ms.toFixed(0)).join(', ')}; wanted < 100)`);
});

/** Turns the page; milliseconds until the new rows are painted, less those that the request took. */
async function besidesTheRequest(page: Page): Promise<number> {
  const next = page.getByRole('button', { name: 'Следующая страница' });
  await expect(next).toBeEnabled();
  return next.evaluate(
    (button: HTMLElement) =>
      new Promise<number>((resolve, reject) => {
        const body = document.querySelector('.MuiDataGrid-virtualScrollerRenderZone');
        if (!body) {
          reject(new Error('the grid is not there'));
          return;
        }
        const paints: number[] = [];
        const watch = new MutationObserver(() => {
          requestAnimationFrame(() => {
            setTimeout(() => paints.push(performance.now()));
          });
        });
        watch.observe(body, { childList: true, subtree: true, characterData: true });
        performance.clearResourceTimings();
        const begun = performance.now();
        button.click();
        // The browser writes the request down some time after its answer has been drawn.
        const timer = setInterval(() => {
          const asked = performance
            .getEntriesByType('resource')
            .find(({ name }) => name.includes('/api/v1/users?')) as PerformanceResourceTiming | undefined;
          const painted = asked && paints.find((at) => at > asked.responseEnd);
          if (!asked || painted === undefined) return;
          clearInterval(timer);
          watch.disconnect();
          resolve(painted - begun - asked.duration);
        }, 20);
      }),
  );
}
