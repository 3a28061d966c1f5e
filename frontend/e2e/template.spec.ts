import type { Page } from '@playwright/test';
import { ownersApi } from './api';
import { expect, settled, test } from './demo';

test.skip(({ isMobile }) => !isMobile, 'the narrow size is the harder one');

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a discount is made, given to a client, found among the codes and withdrawn', async ({ page }) => {
  const name = 'Раз в две недели';
  await page.goto('/templates/new');
  await settled(page);
  await page.getByLabel('Название').fill(name);
  await page.getByLabel('Сколько процентов').fill('12,5');
  await page.getByLabel('Минимальная покупка').fill('1000');
  await choose(page, 'За что выдаётся', 'По ссылке кампании');
  await choose(page, 'Как часто один клиент может её получить', 'Раз в несколько дней');
  await page.getByLabel('Через сколько дней').fill('14');
  await page.getByLabel('Текст для клиента').fill('Ждём за <b>облепихой</b>!');

  // What the client will read: the bot's words with this discount's values, and marked text as such.
  const preview = page.getByRole('region', { name: 'Так увидит клиент' });
  await expect(preview).toContainText('ДЯА4589');
  await expect(preview).toContainText(/12,5\s%/);
  await expect(preview).toContainText(/1\s000\s₽/);
  await expect(preview.getByText('облепихой')).toHaveCSS('font-weight', /[67]00/);
  await expect(preview).not.toContainText('<b>');
  await page.getByRole('button', { name: 'Создать', exact: true }).click();
  await page.waitForURL(/\/templates\/\d+$/);
  await page.reload();
  await expect(page.getByLabel('Через сколько дней')).toHaveValue('14');

  const api = await ownersApi(page.request);
  const { items } = await api.get<{ items: { id: number; display_name: string }[] }>('/users?per_page=1');
  const client = items[0];
  await page.goto(`/users/${client?.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Выдать код' }).click();
  const issuing = page.getByRole('dialog', { name: 'Выдать код клиенту' });
  await issuing.getByRole('combobox', { name: 'Скидка' }).fill(name);
  await page.getByRole('option', { name }).click();
  await issuing.getByRole('button', { name: 'Выдать', exact: true }).click();
  await expect(issuing).toContainText('Код выдан');
  const code = /[А-Я]{3}\d{4}/.exec(await issuing.innerText())?.[0] ?? '';
  await issuing.getByRole('button', { name: 'Готово' }).click();
  const held = page
    .getByRole('listitem')
    .filter({ hasText: code })
    .filter({ hasText: /12,5\s%/ });
  await expect(held).toHaveCount(1);

  await page.goto('/discounts');
  await settled(page);
  await page.getByLabel('Код', { exact: true }).fill(code);
  await page.getByRole('link', { name: code }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(code);
  await page.getByRole('button', { name: 'Отозвать код' }).click();
  const revoking = page.getByRole('dialog', { name: `Отозвать код ${code}?` });
  const reason = revoking.getByLabel('Причина');
  await revoking.getByRole('button', { name: 'Отозвать код' }).click();
  await expect(reason).toHaveAccessibleDescription('Напишите причину');
  await reason.fill('Проверка отзыва');
  await revoking.getByRole('button', { name: 'Отозвать код' }).click();
  await expect(revoking).toHaveCount(0);
  await expect(page.getByText('Отозван', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Отозвать код' })).toHaveCount(0);

  await page.goto('/audit');
  await settled(page);
  const records = page.getByRole('main').getByRole('listitem');
  await expect(records.filter({ hasText: 'Проверка отзыва' })).toContainText('Отозван код');
  await expect(records.filter({ hasText: name })).toContainText('Создана скидка');
});
