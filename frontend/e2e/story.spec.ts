import type { Page } from '@playwright/test';
import { demo, expect, settled, test } from './demo';

// What the shop is for, from the client's first message to the owner's report. One test after another: each goes on
// where the one before ended.
test.describe.configure({ mode: 'serial' });
test.use({ role: 'owner' });

const CLIENT = 1001;
const CASHIER = 2001;

/** Opens somebody's chat with a bot; of one that is new, begins it. */
async function chat(page: Page, person: number, bot: 'main' | 'auth'): Promise<void> {
  await page.goto(`${demo().chats}/#/${person}/${bot}`);
  const field = page.getByRole('textbox', { name: 'Сообщение', exact: true });
  const begin = page.getByRole('button', { name: 'Начать', exact: true });
  await expect(field.or(begin).first()).toBeVisible();
  if (await begin.isVisible()) await begin.click();
  await expect(field).toBeVisible();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Сообщение', exact: true }).fill(text);
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
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

test('from a tag to a segment, a broadcast, its progress and the report', async ({ page }, info) => {
  const tag = `story-${info.project.name}`;
  const title = `Новинки недели (${info.project.name})`;
  await page.goto('/dashboard');
  await settled(page);
  const token = await page.evaluate(() => localStorage.getItem('marmelad.session') ?? '');
  const headers = { Authorization: `Bearer ${token}` };
  const reachable = await page.request.get(
    `${demo().api}/users?is_blocked=false&is_subscribed=true&per_page=50`,
    { headers },
  );
  const found = (await reachable.json()) as { items: { id: number; is_opted_out: boolean }[] };
  const items = found.items.filter((client) => !client.is_opted_out).slice(0, 3);
  const tagged = await page.request.post(`${demo().api}/users/bulk`, {
    headers,
    data: { ids: items.map(({ id }) => id), add_tags: [tag] },
  });
  expect(tagged.ok()).toBe(true);

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
  await expect(page.getByRole('row', { name: title })).toContainText(`${items.length} / ${items.length}`);
});
