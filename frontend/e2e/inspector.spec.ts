import type { Page } from '@playwright/test';
import { ownersApi } from './api';
import { ask, chat, newPerson, said, write } from './chat';
import { expect, test } from './demo';

// The chat page's tools for those who try the bots: what was said over the line, and what goes wrong on it.
test.skip(({ isMobile }) => isMobile, 'on a phone the inspector lies over the chat');

/** Opens the inspector with what concerns the open chat alone. */
async function inspect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Инспектор', exact: true }).click();
  await page.getByLabel('Только этот чат').check();
}

/** Entries of the inspector's log, newest first. */
const entries = (page: Page, name: RegExp) => page.getByRole('group', { name: 'Записи' }).getByLabel(name);

test('the inspector shows what was just done, and a fault hits the next call alone', async ({ page }) => {
  const person = await newPerson(page, 'Наблюдаемая');
  await chat(page, person, 'main');
  await inspect(page);
  const calls = entries(page, /^Вызов sendMessage, 200$/);
  await expect(said(page).first()).toBeVisible();
  const before = await calls.count();
  await ask(page, 'Что это за бот?');
  await expect(entries(page, /^Обновление message, доставлено$/).first()).toBeVisible();
  await expect.poll(() => calls.count()).toBeGreaterThan(before);
  await page.getByLabel('Искать в журнале').fill('Что это за бот?');
  const update = entries(page, /^Обновление message/);
  await expect(update).toHaveCount(1);
  await update.click();
  await expect(page.getByLabel('Обновление', { exact: true })).toContainText('"text": "Что это за бот?"');
  await page.getByLabel('Искать в журнале').fill('');

  await page.getByRole('tab', { name: 'Сбои' }).click();
  await page.getByLabel('Что случится').selectOption({ label: '502 от сервера' });
  await page.getByLabel('На каком вызове').selectOption('sendMessage');
  await page.getByLabel('Только открытый чат').check();
  await page.getByRole('button', { name: 'Включить сбой' }).click();
  const armed = page.getByRole('region', { name: 'Включённые сбои' });
  await expect(armed).toContainText('502 от сервера');

  const answers = await said(page).count();
  await write(page, '/help');
  // It is tried again and comes, once.
  await expect(said(page)).toHaveCount(answers + 1, { timeout: 20_000 });
  await expect(armed).toContainText('Сбоев нет');
  await page.getByRole('tab', { name: 'Журнал' }).click();
  await page.getByLabel('Вид записи').selectOption({ label: 'Ошибки' });
  await expect(entries(page, /^Вызов sendMessage, 502, сбой$/)).toHaveCount(1);
  await page.getByLabel('Вид записи').selectOption({ label: 'Вызовы' });
  await expect(entries(page, /^Вызов sendMessage/).first()).toHaveAccessibleName(/200$/);
});

test('who blocks the bot hears nothing of it until they unblock it, and the panel knows', async ({
  page,
}) => {
  const name = 'Обиженный';
  const api = await ownersApi(page.request);
  const blocked = async () => {
    const { items } = await api.get<{ items: { is_blocked: boolean }[] }>(
      `/users?search=${encodeURIComponent(name)}`,
    );
    return items.map(({ is_blocked }) => is_blocked);
  };
  const person = await newPerson(page, name);
  await chat(page, person, 'main');
  await expect.poll(blocked).toEqual([false]);

  await page.getByRole('button', { name: 'Действия с чатом' }).click();
  const card = page.getByRole('group', { name: 'Действия с чатом' });
  await card.getByRole('switch', { name: /Бот заблокирован/ }).click();
  await expect(page.getByText('бот заблокирован', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: `${name} — Мармеладный дворик` })).toContainText(
    'Бот заблокирован',
  );
  await expect.poll(blocked).toEqual([true]);

  await page.keyboard.press('Escape');
  const before = await said(page).count();
  await page.getByRole('button', { name: 'Разблокировать и начать' }).click();
  await expect(page.getByRole('textbox', { name: 'Сообщение', exact: true })).toBeVisible();
  await expect.poll(() => said(page).count()).toBeGreaterThan(before);
  await expect.poll(blocked).toEqual([false]);
});
