import type { Page } from '@playwright/test';
import { ownersApi, tagReachable, type Api } from './api';
import { expect, settled, test } from './demo';

test.skip(({ isMobile }) => isMobile, 'nothing here depends on the size');

const RECIPIENTS = 60;
/** A minute: two of them a second. */
const PACE = 120;

/** How many have got a broadcast, as it is stored. */
const success = async (api: Api, id: number) =>
  (await api.get<{ counts: { success: number } }>(`/broadcasts/${id}`)).counts.success;

/** The number of the delivered, as the page tells it. */
async function delivered(page: Page): Promise<number> {
  const text = await page
    .getByRole('listitem')
    .filter({ hasText: /^[\d\s]+Доставлено$/ })
    .innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

/** Waits until a broadcast that nobody holds has gone on: ours would have sent several meanwhile. */
async function anotherGoesOn(api: Api): Promise<void> {
  const before = await success(api, 1);
  await expect.poll(() => success(api, 1), { timeout: 30_000 }).toBeGreaterThan(before);
}

test('a broadcast is watched, held, continued and called off', async ({ page }) => {
  const api = await ownersApi(page.request);
  await tagReachable(api, 'live', RECIPIENTS);
  const template = await api.post<{ id: number }>('/discount-templates', {
    name: 'За облепихой',
    value_type: 'percent',
    value: '7.00',
    event: 'manual',
    usage_type: 'single',
    duration_days: 10,
    recurrence: { type: 'unlimited' },
  });
  const { id } = await api.post<{ id: number }>('/broadcasts', {
    title: 'На глазах',
    kind: 'html',
    body: 'Ваш код {code}, {first_name}',
    filter: { field: 'tags', op: 'contains', value: 'live' },
    template_id: template.id,
    rate_per_minute: PACE,
    ignore_quiet_hours: true,
  });
  const stored = () => success(api, id);

  await page.goto(`/broadcasts/${id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Отправить…' }).click();
  await page.getByRole('button', { name: `Отправить ${RECIPIENTS} клиентам` }).click();
  await expect(page.getByText('В прямом эфире')).toBeVisible();
  await expect.poll(() => delivered(page)).toBeGreaterThan(0);
  const seen = await delivered(page);
  await expect.poll(() => delivered(page)).toBeGreaterThan(seen);

  await page.getByRole('button', { name: 'Поставить на паузу' }).click();
  await expect(page.getByText('На паузе', { exact: true })).toBeVisible();
  await expect(page.getByText('Рассылка на паузе. Продолжите её, когда будете готовы.')).toBeVisible();
  // What was on its way at that moment still arrives.
  await anotherGoesOn(api);
  const held = await delivered(page);
  expect(held).toBeLessThan(RECIPIENTS);
  await anotherGoesOn(api);
  expect(await delivered(page)).toBe(held);
  expect(await stored()).toBe(held);

  await page.getByRole('button', { name: 'Продолжить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Продолжить' }).click();
  await expect(page.getByText('Отправляется', { exact: true }).first()).toBeVisible();
  await expect.poll(() => delivered(page), { timeout: 15_000 }).toBeGreaterThan(held);

  await page.getByRole('button', { name: 'Отменить рассылку' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отменить рассылку' }).click();
  await expect(page.getByText('Отменена', { exact: true })).toBeVisible();
  await expect(page.getByText('В прямом эфире')).toHaveCount(0);
  await expect.poll(async () => (await delivered(page)) - (await stored())).toBe(0);
  const got = await stored();
  expect(got).toBeLessThan(RECIPIENTS);

  // Each of those who got it has a code, and the page says what the codes came to.
  const trail = page.getByRole('listitem').filter({ hasText: 'Кодов выдано' });
  await expect(trail).toContainText(new RegExp(`выдано\\s*${got}`));
  await expect(page.getByText(/Выручка 0\s₽/)).toBeVisible();
  const recipients = page.getByRole('region', { name: 'Получатели' });
  await recipients.getByRole('combobox', { name: 'Итог' }).click();
  await page.getByRole('option', { name: 'Доставлено', exact: true }).click();
  await expect(recipients.getByRole('row').filter({ hasText: /[А-Я]{3}\d{4}/ })).toHaveCount(
    Math.min(got, 25),
  );
});
