import type { Page } from '@playwright/test';
import { ownersApi, type Api } from './api';
import { expect, settled, test } from './demo';

// The browser writes each request that does not get through to the console.
test.use({ tolerated: /net::ERR_(INTERNET_DISCONNECTED|FAILED)/ });

const LOST = 'Нет связи с сервером. Мы пробуем снова, введённое не пропадёт.';

/** Whatever is asked of the server fails, as when it is down while the network is there. */
const SERVER = /\/(api\/v1|health)/;
const serverGoes = (page: Page) => page.route(SERVER, (route) => route.abort());
const serverComes = (page: Page) => page.unroute(SERVER);

/** How many segments have the name. */
async function stored(api: Api, name: string): Promise<number> {
  const { items } = await api.get<{ items: { name: string }[] }>('/segments?per_page=200');
  return items.filter((segment) => segment.name === name).length;
}

test('without a network the panel says so, and what was being saved is saved once it is back', async ({
  page,
}, info) => {
  const name = `Без сети (${info.project.name})`;
  await page.goto('/segments/new');
  await settled(page);
  await page.getByLabel('Название').fill(name);
  await page.context().setOffline(true);
  await expect(page.getByText(LOST)).toBeVisible();
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await expect(page.getByLabel('Название')).toHaveValue(name);

  await page.context().setOffline(false);
  await page.waitForURL(/\/segments\/\d+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByText(LOST)).toHaveCount(0);
  expect(await stored(await ownersApi(page.request), name)).toBe(1);
});

test('a save that does not reach the server says so, keeps what was typed, and works later', async ({
  page,
}, info) => {
  test.skip(info.project.name === 'phone', 'the same form');
  const name = 'Сервера не было';
  await page.goto('/segments/new');
  await settled(page);
  await page.getByLabel('Название').fill(name);
  await page.getByLabel('Описание').fill('Проверка связи');
  await serverGoes(page);
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Нет связи с сервером' }).first()).toBeVisible();
  await expect(page).toHaveURL(/\/segments\/new$/);

  await serverComes(page);
  await expect(page.getByLabel('Название')).toHaveValue(name);
  await expect(page.getByLabel('Описание')).toHaveValue('Проверка связи');
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await page.waitForURL(/\/segments\/\d+$/);
  expect(await stored(await ownersApi(page.request), name)).toBe(1);
});

test('what a page shows is asked anew when the server is back', async ({ page }, info) => {
  test.skip(info.project.name === 'phone', 'nothing here depends on the size');
  const name = 'Пока не было связи';
  await page.goto('/segments');
  await settled(page);
  await serverGoes(page);
  await page.getByLabel('Найти по названию').fill(name);
  await expect(page.getByText(LOST)).toBeVisible({ timeout: 15_000 });

  // Made elsewhere meanwhile: this page can know of it only by asking.
  await (await ownersApi(page.request)).post('/segments', { name, filter: { all: [] } });
  await serverComes(page);
  await expect(page.getByText('Связь восстановлена')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(LOST)).toHaveCount(0);
  await expect(page.getByRole('row', { name })).toBeVisible();
});
