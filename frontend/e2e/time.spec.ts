import type { Page } from '@playwright/test';
import { ask, chat, messages, newPerson, said } from './chat';
import { demo, expect, OWNER, settled, test } from './demo';

// Moves the demo's clock on, for everybody and for good: the last file of the last project, so that no other test lives
// in the time that follows. On a wide screen it is the same clock.
test.skip(({ isMobile }) => !isMobile, 'other tests come after those on a wide screen');
test.describe.configure({ mode: 'serial' });
// A refused request is written to the console: the session ends with the jump.
test.use({ tolerated: /status of 401/ });

const DAY = 86_400_000;

interface Time {
  now_ms: number;
  zone: string;
}

const time = async (page: Page) =>
  (await (await page.request.get(`${demo().chats}/control/time`)).json()) as Time;

/** A local day of the shops: `2026-03-05`. */
const dayOf = (ms: number, { zone }: Time) =>
  new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' }).format(ms);

/** As the clock shows a day: «5 марта». */
const wordsOf = (ms: number, { zone }: Time) =>
  new Intl.DateTimeFormat('ru', { timeZone: zone, day: 'numeric', month: 'long' }).format(ms);

const clock = (page: Page) => page.getByRole('button', { name: /^Время песочницы/ });

/** The clock shows the day that it is; it runs on, maybe over midnight. */
async function showsToday(page: Page): Promise<void> {
  await expect(async () => {
    const now = await time(page);
    expect(await clock(page).innerText()).toContain(wordsOf(now.now_ms, now));
  }).toPass();
}

/** Opens the question where to move the clock. */
async function moveClock(page: Page) {
  await page.goto(`${demo().chats}/#/`);
  await clock(page).click();
  return page.getByRole('dialog', { name: 'Перевести часы' });
}

test('a day later the clock shows it, and a birthday is greeted when its morning comes', async ({ page }) => {
  const begun = await time(page);
  // Who gives a birthday of the coming week is not greeted yet.
  const birthday = dayOf(begun.now_ms + 10 * DAY, begun);
  const [, month, day] = birthday.split('-');
  const person = await newPerson(page, 'Именинница');
  await chat(page, person, 'main');
  await ask(page, 'Указать ДР');
  await ask(page, `${day}.${month}.1992`);
  await expect(said(page).last()).toContainText('Спасибо, записали');

  const dialog = await moveClock(page);
  await showsToday(page);
  await dialog.getByRole('button', { name: '+1 день' }).click();
  await expect(clock(page)).toContainText('впереди на 1 день');
  expect((await time(page)).now_ms).toBeGreaterThanOrEqual(begun.now_ms + DAY);
  await showsToday(page);

  await moveClock(page);
  await dialog.getByLabel('Дата и время').fill(`${birthday}T10:00`);
  await dialog.getByRole('button', { name: 'Перевести на это время' }).click();
  await expect(clock(page)).toContainText('10:0');
  await chat(page, person, 'main');
  await expect(messages(page)).toContainText('Часы перевели на');
  await expect(said(page).last()).toContainText('С Днем Рождения!', { timeout: 20_000 });

  // The owner has the morning's digest.
  await chat(page, OWNER, 'auth');
  await expect(messages(page)).toContainText('Доброе утро! Итоги за');
});

test('the session does not outlive the jump, and /login opens the panel again', async ({ page }) => {
  await page.goto('/templates');
  await page.waitForURL('**/login');
  await chat(page, OWNER, 'auth');
  await ask(page, '/login');
  const link = said(page).last().getByRole('link');
  await page.goto((await link.first().getAttribute('href')) ?? '');
  await page.waitForURL('**/templates');
  await settled(page);
});
