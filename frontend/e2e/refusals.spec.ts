import { ownersApi } from './api';
import { expect, settled, test } from './demo';

// A refused request is written to the console.
test.use({ tolerated: /status of 4(09|22)/ });

test.skip(({ isMobile }) => isMobile, 'the same forms');

test('a word that another campaign has is refused at its field, and another one is taken', async ({
  page,
}) => {
  const api = await ownersApi(page.request);
  await api.post('/campaigns', { name: 'Первый плакат', slug: 'plakat-1' });
  await page.goto('/campaigns/new');
  await settled(page);
  await page.getByLabel('Название').fill('Второй плакат');
  const word = page.getByLabel('Слово в ссылке');
  // Capitals make no other word.
  await word.fill('Plakat-1');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(word).toHaveAttribute('aria-invalid', 'true');
  await expect(word).toHaveAccessibleDescription('Уже занято: выберите другое');
  await expect(word).toBeFocused();
  const failure = page.getByRole('alert').filter({ hasText: 'Исправьте отмеченные поля.' });
  await expect(failure).toBeVisible();

  await word.fill('plakat-2');
  await expect(failure).toHaveCount(0);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.waitForURL(/\/campaigns\/\d+$/);
  const { items } = await api.get<{ items: { name: string; slug: string }[] }>('/campaigns?per_page=200');
  const second = items.filter(({ name }) => name === 'Второй плакат');
  expect(second.map(({ slug }) => slug)).toEqual(['plakat-2']);
});

test('a segment cannot have the name of another, whatever else is typed stays', async ({ page }) => {
  const api = await ownersApi(page.request);
  await api.post('/segments', { name: 'Соседи', filter: { all: [] } });
  await page.goto('/segments/new');
  await settled(page);
  const name = page.getByLabel('Название');
  await name.fill('Соседи');
  await page.getByLabel('Описание').fill('Живут рядом');
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription('Уже занято: выберите другое');

  await name.fill('Соседи по улице');
  await page.getByRole('button', { name: 'Создать сегмент' }).click();
  await page.waitForURL(/\/segments\/\d+$/);
  await expect(page.getByLabel('Описание')).toHaveValue('Живут рядом');
  const { items } = await api.get<{ items: { name: string }[] }>('/segments?per_page=200');
  expect(items.filter((segment) => segment.name.startsWith('Соседи'))).toHaveLength(2);
});
