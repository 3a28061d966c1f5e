import { expect, fitsTheScreen, isAccessible, settled, test, type Role } from './demo';

/** Each page with its heading; those for owners alone are named apart. */
const pages: readonly (readonly [string, string])[] = [
  ['/dashboard', 'Сводка'],
  ['/redeem', 'Погасить код'],
  ['/reports/summary', 'Отчёты'],
  ['/reports/discounts', 'Отчёты'],
  ['/reports/cashiers', 'Отчёты'],
  ['/reports/campaigns', 'Отчёты'],
  ['/reports/broadcasts', 'Отчёты'],
  ['/users', 'Клиенты'],
  ['/users/1', ''],
  ['/segments', 'Сегменты'],
  ['/segments/new', ''],
  ['/broadcasts', 'Рассылки'],
  ['/broadcasts/new', ''],
  ['/broadcasts/1', ''],
  ['/campaigns', 'Кампании'],
  ['/campaigns/new', ''],
  ['/templates', 'Скидки'],
  ['/templates/new', ''],
  ['/templates/1', ''],
  ['/discounts', 'Коды'],
  ['/discounts/1', ''],
  ['/discounts/usage', ''],
  ['/orders', 'Покупки'],
  ['/cashiers', 'Кассиры'],
  ['/cashiers?tab=requests', 'Кассиры'],
  ['/settings', 'Настройки'],
];
const owners: readonly (readonly [string, string])[] = [
  ['/admins', 'Администраторы'],
  ['/audit', 'Журнал'],
];

for (const role of ['owner', 'marketing', 'readonly'] satisfies Role[]) {
  test.describe(`as ${role}`, () => {
    test.use({ role });

    for (const [path, title] of [...pages, ...(role === 'owner' ? owners : [])]) {
      test(path, async ({ page }, info) => {
        test.skip(
          role !== 'owner' && info.project.name === 'desktop',
          'what a role may see does not depend on the size: the narrow one is the harder',
        );
        await page.goto(path);
        await settled(page);
        if (title !== '') await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
        await expect(page.getByRole('alert').filter({ hasText: 'Повторить' })).toHaveCount(0);
        await fitsTheScreen(page);
        await isAccessible(page);
        const name = `${role}${path.replaceAll(/\W+/g, '-')}-${info.project.name}.png`;
        await page.screenshot({ path: `e2e/report/pages/${name}`, fullPage: true });
      });
    }

    if (role !== 'owner') {
      for (const [path] of owners) {
        test(`${path} is refused with the reason`, async ({ page }) => {
          await page.goto(path);
          await expect(page.getByText('Эта страница доступна только владельцу')).toBeVisible();
        });
      }
    }
  });
}

test('an address that leads nowhere says so', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByText('Такой страницы нет')).toBeVisible();
  await page.getByRole('link', { name: 'На главную' }).click();
  await page.waitForURL('**/dashboard');
});

test('dark looks and English are chosen and kept', async ({ page }) => {
  await page.goto('/dashboard');
  await settled(page);
  await page.getByRole('button', { name: 'Профиль' }).click();
  await page.getByRole('button', { name: 'Тёмное' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
  await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await isAccessible(page);
});

test('no script may stand within a page, and the panel works so', async ({ page }) => {
  const answer = await page.goto('/dashboard');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  const scripts = policy.split(';').find((part) => part.trim().startsWith('script-src'));
  expect(scripts?.trim()).toBe("script-src 'self'");
  await settled(page);
});
