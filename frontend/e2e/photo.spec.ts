import type { Page } from '@playwright/test';
import { chat, said } from './chat';
import { expect, OWNER, settled, test } from './demo';

// A file that is refused is written to the console as a failed request.
test.use({ tolerated: /status of 4(15|22)/ });
test.skip(({ isMobile }) => isMobile, 'the same editor');

async function upload(page: Page, button: string, name: string, buffer: Buffer): Promise<void> {
  const asked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).click();
  await (await asked).setFiles({ name, mimeType: 'image/png', buffer });
}

test('a photo is seen beforehand and comes with a test to oneself; a wrong file is refused', async ({
  page,
}) => {
  const title = 'С фотографией';
  const text = 'Новая витрина, заходите';
  // Whom the bot does not know it cannot write to.
  await chat(page, OWNER, 'main');
  // What the page looks like is as good a picture as any.
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 120 } });

  await page.goto('/broadcasts/new');
  await settled(page);
  await page.getByLabel('Название').fill(title);
  await page.getByRole('combobox', { name: 'Файл' }).click();
  await page.getByRole('option', { name: 'Фото' }).click();
  await page.getByLabel('Подпись к файлу').fill(text);
  await upload(page, 'Выбрать файл', 'vitrina.png', Buffer.from('Это просто текст'));
  await expect(
    page.getByText('Имя файла говорит одно, а внутри другое: выберите настоящий файл'),
  ).toBeVisible();
  await expect(page.getByLabel('Название')).toHaveValue(title);
  await expect(page.getByLabel('Подпись к файлу')).toHaveValue(text);

  await upload(page, 'Выбрать файл', 'vitrina.png', picture);
  await expect(page.getByRole('paragraph').filter({ hasText: 'vitrina.png' })).toBeVisible();
  await expect(page.getByText('Имя файла говорит одно')).toHaveCount(0);
  const preview = page.getByRole('img', { name: 'Фото' });
  await expect(preview).toBeVisible();
  expect(await widthOf(preview)).toBe(200);
  await page.getByRole('button', { name: 'Отправить себе' }).click();
  await expect(page.getByText('Сообщение отправлено вам в Telegram')).toBeVisible();
  await page.waitForURL(/\/broadcasts\/\d+\/edit$/);

  await chat(page, OWNER, 'main');
  const message = said(page).filter({ hasText: text });
  await expect(message).toHaveCount(1);
  const arrived = message.getByRole('img', { name: 'Фото' });
  await expect(arrived).toBeVisible();
  await expect.poll(() => widthOf(arrived)).toBe(200);
});

/** How wide a picture is by itself: none that failed to load. */
const widthOf = (picture: ReturnType<Page['getByRole']>) =>
  picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
