import type { Page } from '@playwright/test';
import { ownersApi } from './api';
import { demo, expect, loginLink, OWNER, settled, test } from './demo';

// Each test has a session of its own, as it ends it. A refused request is written to the console.
test.use({ role: null, tolerated: /status of 401/ });
test.skip(({ isMobile }) => isMobile, 'the same form');

/** Types something into a form whose session is over since. */
async function typeAndExpire(page: Page, text: string): Promise<void> {
  await page.goto(await loginLink(OWNER));
  await page.waitForURL('**/dashboard');
  await page.goto('/segments/new');
  await settled(page);
  await page.getByLabel('Название').fill(text);
  const token = await page.evaluate(() => localStorage.getItem('marmelad.session') ?? '');
  const left = await page.request.post(`${demo().api}/auth/logout`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(left.ok()).toBe(true);
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await expect(page.getByRole('dialog', { name: 'Сессия закончилась' })).toBeVisible();
}

test('a link opened in another tab lets one go on with what was typed', async ({ page }) => {
  const text = 'Недописанный';
  await typeAndExpire(page, text);
  const other = await page.context().newPage();
  await other.goto(await loginLink(OWNER));
  await other.waitForURL('**/dashboard');
  await other.close();

  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByLabel('Название')).toHaveValue(text);
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await page.waitForURL(/\/segments\/\d+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(text);
});

test('a link opened in the same tab loses nothing of what was typed', async ({ page }) => {
  const text = 'Недописанный, та же вкладка';
  await typeAndExpire(page, text);
  await page.goto(await loginLink(OWNER));
  await page.waitForURL('**/dashboard');
  await page.goto('/segments/new');
  await expect(page.getByText('Мы сохранили то, что вы не успели отправить')).toBeVisible();
  await expect(page.getByLabel('Название')).toHaveValue(text);
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await page.waitForURL(/\/segments\/\d+$/);

  const api = await ownersApi(page.request);
  const { items } = await api.get<{ items: { name: string }[] }>('/segments?per_page=200');
  expect(items.filter((segment) => segment.name === text)).toHaveLength(1);
});
