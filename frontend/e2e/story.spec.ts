import type { Page } from '@playwright/test';
import { ownersApi, tagReachable } from './api';
import { chat, messages, write } from './chat';
import { expect, settled, test } from './demo';

// What the shop is for, from the client's first message to the owner's report. One test after another: each goes on
// where the one before ended.
test.describe.configure({ mode: 'serial' });
test.use({ role: 'owner' });

const CLIENT = 1001;
const CASHIER = 2001;

/** The number in one of the dashboard's tiles. */
async function tile(page: Page, label: string): Promise<number> {
  const text = await page.getByRole('link', { name: label }).locator('p').nth(1).innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

let code = '';

test('a client gets a code, a cashier redeems it, the dashboard tells', async ({ page }, info) => {
  test.skip(info.project.name === 'phone', 'a client has one code in 30 days: the story is played once');
  await page.goto('/dashboard');
  await settled(page);
  const before = { redeemed: await tile(page, 'Погашено'), revenue: await tile(page, 'Выручка') };

  await chat(page, CLIENT, 'main');
  await write(page, '/start');
  await page.getByRole('button', { name: 'Проверить подписку' }).click();
  await expect(messages(page)).toContainText('Ваша скидка');
  code = /Ваша скидка: ([А-Я]{3}\d{4})/.exec(await messages(page).innerText())?.[1] ?? '';
  expect(code).not.toBe('');

  await chat(page, CASHIER, 'auth');
  await write(page, code.toLowerCase());
  await page.getByRole('button', { name: 'Погасить с суммой' }).last().click();
  await expect(messages(page)).toContainText('Сумма?');
  await write(page, '1 500');
  await expect(messages(page)).toContainText('Погашено');

  await chat(page, CLIENT, 'main');
  await expect(messages(page)).toContainText(`Ваш код ${code} использован`);

  await page.goto('/dashboard');
  await settled(page);
  expect(await tile(page, 'Погашено')).toBe(before.redeemed + 1);
  expect(await tile(page, 'Выручка')).toBe(before.revenue + 1500);
});

test('a used code says so at the counter', async ({ page }, info) => {
  test.skip(info.project.name === 'phone', 'the code is that of the story');
  await page.goto('/redeem');
  await page.getByLabel('Код', { exact: false }).first().fill(code);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/уже погашен/i).first()).toBeVisible();
});

test('from a tag to a segment, a broadcast, its progress and the report', async ({ page }, info) => {
  const tag = `story-${info.project.name}`;
  const title = `Новинки недели (${info.project.name})`;
  const reached = 3;
  await tagReachable(await ownersApi(page.request), tag, reached);

  // The list's filters become a segment.
  await page.goto(`/users?tag=${tag}`);
  await settled(page);
  await page.getByRole('button', { name: 'Действия', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Сегмент из этих фильтров' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Новый сегмент');
  await page.getByLabel('Название').fill(tag);
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await page.waitForURL(/\/segments\/\d+$/);
  await page.getByRole('link', { name: 'Сделать рассылку' }).click();

  // The segment gets a broadcast.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Новая рассылка');
  await page.getByLabel('Название').fill(title);
  await page
    .getByLabel('Текст', { exact: true })
    .fill('Здравствуйте, {first_name}! Попробуйте <b>облепиху</b>.');
  await page.getByLabel('Скорость').click();
  await page.getByRole('option', { name: 'Самая быстрая' }).click();
  await page.getByLabel('Отправлять и в тихие часы').check();
  await page.getByRole('button', { name: 'Проверить и отправить' }).click();
  await page.getByRole('button', { name: /^Отправить \d+ клиент/ }).click();

  // It goes on by itself in front of the eyes.
  await page.waitForURL(/\/broadcasts\/\d+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByText('Отправлена', { exact: true }).first()).toBeVisible({ timeout: 30_000 });

  await page.goto('/reports/broadcasts');
  await settled(page);
  await expect(page.getByRole('row', { name: title })).toContainText(`${reached} / ${reached}`);
});
