import { expect, settled, test } from './demo';

test('filters saved under a name are one press away, until they are deleted', async ({ page }, info) => {
  const isPhone = info.project.name === 'phone';
  await page.goto('/users?is_subscribed=true&sort=display_name');
  await settled(page);
  // On a phone the filters are behind a button.
  if (isPhone) await page.getByRole('button', { name: 'Фильтры' }).click();
  await page.getByLabel('Пол', { exact: true }).click();
  await page.getByRole('option', { name: 'Женский' }).click();
  if (isPhone) await page.getByRole('button', { name: 'Показать' }).click();
  await page.waitForURL(/gender=female/);
  const filtered = page.url();

  const views = page.getByRole('button', { name: 'Виды' });
  await views.click();
  await page.getByRole('menuitem', { name: 'Сохранить текущие фильтры…' }).click();
  const saving = page.getByRole('dialog', { name: 'Сохранить вид' });
  await saving.getByRole('button', { name: 'Сохранить' }).click();
  await expect(saving.getByText('Заполните это поле')).toBeVisible();
  await saving.getByLabel('Название вида').fill('Подписанные женщины');
  await saving.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Вид сохранён')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Подписанные женщины' })).toBeVisible();

  await page.goto('/users');
  await settled(page);
  await views.click();
  const asked = page.waitForRequest(/\/users\?.*gender=female/);
  await page.getByRole('menuitem', { name: 'Подписанные женщины' }).click();
  await expect(page).toHaveURL(sameQuery(filtered));
  const query = new URL((await asked).url()).searchParams;
  expect([query.get('is_subscribed'), query.get('sort')]).toEqual(['true', 'display_name']);

  await page.getByRole('button', { name: 'Подписанные женщины' }).click();
  await page.getByRole('menuitem', { name: 'Переименовать или удалить…' }).click();
  await page.getByRole('button', { name: 'Удалить вид «Подписанные женщины»' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.reload();
  await views.click();
  await expect(page.getByRole('menuitem', { name: 'Подписанные женщины' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: /Сохраните набор фильтров/ })).toBeVisible();
});

/** Whether an address has the path and the parameters of another, in whatever order. */
const sameQuery = (wanted: string) => (url: URL) => {
  const of = (address: URL) => [...address.searchParams].map(String).sort();
  const other = new URL(wanted);
  return url.pathname === other.pathname && of(url).join() === of(other).join();
};
