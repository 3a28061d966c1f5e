import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { newPerson, said } from './chat';
import { demo, expect, settled, test } from './demo';

test.skip(({ isMobile }) => !isMobile, 'the narrow size is the harder one');

/** What the browser saves when a button is pressed. */
async function saved(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const download = await begun;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** A step of the campaign's funnel. */
const step = (page: Page, label: string) => page.getByRole('listitem').filter({ hasText: label });

test('a campaign has a link and QR codes, and counts who comes by them', async ({ page }) => {
  const slug = 'plakat-u-vhoda';
  await page.goto('/campaigns');
  await settled(page);
  await page.getByRole('link', { name: 'Новая кампания' }).click();
  await page.getByLabel('Название').fill('Плакат у входа');
  await page.getByLabel('Слово в ссылке').fill(slug);
  await expect(page.getByText(`?start=ref_${slug}`)).toBeVisible();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.waitForURL(/\/campaigns\/\d+$/);
  const campaign = page.url();

  const shown = page.getByRole('link', { name: /^https:\/\/t\.me\// });
  await expect(shown).toHaveText(new RegExp(`\\?start=ref_${slug}$`));
  const link = await shown.innerText();
  await expect(page.getByRole('img', { name: 'QR-код со ссылкой кампании' })).toBeVisible();
  const png = await saved(page, 'Картинка (PNG)');
  expect(png.name).toBe(`qr-${slug}.png`);
  expect(png.content.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  const svg = await saved(page, 'Для печати (SVG)');
  expect(svg.name).toBe(`qr-${slug}.svg`);
  expect(svg.content.toString('utf8', 0, 200)).toMatch(/^(<\?xml[^>]*>\s*)?<svg /);
  await expect(step(page, 'Пришли по ссылке')).toContainText(/ссылке\s*0/);

  const person = await newPerson(page, 'Гость с плаката');
  await page.goto(`${demo().chats}/#/${person}/main`);
  await expect(page.getByRole('button', { name: 'Начать', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'К списку чатов' }).click();
  await page.getByRole('button', { name: 'Открыть ссылку' }).click();
  const dialog = page.getByRole('dialog', { name: 'Открыть ссылку на бота' });
  await dialog.getByLabel('Кто переходит').selectOption(String(person));
  await dialog.getByLabel('Ссылка или метка кампании').fill(link);
  await dialog.getByRole('button', { name: 'Перейти' }).click();
  await expect(page.getByText(`По ссылке с меткой ref_${slug}`)).toBeVisible();
  await page.getByRole('button', { name: 'Начать', exact: true }).click();
  await expect(said(page).first()).toBeVisible();

  await page.goto(campaign);
  await expect(step(page, 'Пришли по ссылке')).toContainText(/ссылке\s*1/);
  await expect(step(page, 'Новые клиенты')).toContainText(/клиенты\s*1/);
  await page.getByRole('link', { name: 'Клиенты, которых она привела' }).click();
  await expect(page.getByText('Гость с плаката').first()).toBeVisible();
});
