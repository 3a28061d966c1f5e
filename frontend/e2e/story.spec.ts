import type { Page } from '@playwright/test';
import { demo, expect, settled, test } from './demo';

// What the shop is for, from the client's first message to the owner's report. One test after another: each goes on
// where the one before ended.
test.describe.configure({ mode: 'serial' });
test.use({ role: 'owner' });

const CLIENT = 1001;
const CASHIER = 2001;

async function chat(page: Page, person: number, bot: 'main' | 'auth'): Promise<void> {
  await page.goto(`${demo().chats}/#/${person}/${bot}`);
  await expect(page.getByRole('textbox', { name: 'Сообщение' })).toBeVisible();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Сообщение' }).fill(text);
  await page.getByRole('button', { name: 'Отправить' }).click();
}

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
  const messages = page.getByRole('log', { name: 'Сообщения' });
  await expect(messages).toContainText('Ваша скидка');
  code = /Ваша скидка: ([А-Я]{3}\d{4})/.exec(await messages.innerText())?.[1] ?? '';
  expect(code).not.toBe('');

  await chat(page, CASHIER, 'auth');
  await write(page, code.toLowerCase());
  await page.getByRole('button', { name: 'Погасить с суммой' }).last().click();
  await expect(messages).toContainText('Сумма?');
  await write(page, '1 500');
  await expect(messages).toContainText('Погашено');

  await chat(page, CLIENT, 'main');
  await expect(messages).toContainText(`Ваш код ${code} использован`);

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
