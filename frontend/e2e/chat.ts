import type { Locator, Page } from '@playwright/test';
import { demo, expect } from './demo';

// What one does on the chat page, where the tests are every client, cashier and owner.

type Bot = 'main' | 'auth';

/** Opens somebody's chat with a bot; of one that is new, begins it. */
export async function chat(page: Page, person: number, bot: Bot): Promise<void> {
  await page.goto(`${demo().chats}/#/${person}/${bot}`);
  const field = page.getByRole('textbox', { name: 'Сообщение', exact: true });
  const begin = page.getByRole('button', { name: 'Начать', exact: true });
  await expect(field.or(begin).first()).toBeVisible();
  if (await begin.isVisible()) await begin.click();
  await expect(field).toBeVisible();
}

/** Writes a message in the open chat. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Сообщение', exact: true }).fill(text);
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
}

/** The open chat's messages. */
export const messages = (page: Page): Locator => page.getByRole('log', { name: 'Сообщения' });

/** What the bot has said in the open chat. */
export const said = (page: Page): Locator => messages(page).getByRole('article', { name: 'Бот' });

/** Writes a message and waits until the bot has answered. */
export async function ask(page: Page, text: string): Promise<void> {
  await write(page, text);
  await expect(messages(page).getByRole('article', { name: 'Вы' }).last()).toContainText(text);
  await expect(messages(page).getByRole('article').last()).toHaveAccessibleName('Бот');
}

/** Adds a person whom no bot knows yet; gives their Telegram id. */
export async function newPerson(page: Page, firstName: string): Promise<number> {
  const answer = await page.request.post(`${demo().chats}/control/people`, {
    data: { first_name: firstName },
  });
  return ((await answer.json()) as { id: number }).id;
}
