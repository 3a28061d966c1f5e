import { demo, expect, isAccessible, loginLink, OWNER, settled, test } from './demo';

test.use({ role: null });

test('a link from the bot logs in once, and its token leaves the address', async ({ page }) => {
  const link = await loginLink(OWNER);
  await page.goto(link);
  await page.waitForURL('**/dashboard');
  expect(page.url()).not.toContain('token');
  await settled(page);
});

test.describe('a link that was used before', () => {
  test('says how to get a new one', async ({ page, complaints }) => {
    const link = await loginLink(OWNER);
    await page.goto(link);
    await page.waitForURL('**/dashboard');
    await page.evaluate(() => localStorage.clear());
    await page.goto(link);
    await expect(page.getByRole('alert')).toContainText('/login');
    await expect(page).toHaveURL(/\/login$/);
    await isAccessible(page);
    // The browser itself writes a refused request to the console.
    expect(complaints.splice(0).every((text) => text.includes('401'))).toBe(true);
  });
});

test('whoever is not logged in comes back to the page they wanted', async ({ page }) => {
  await page.goto('/users?is_subscribed=true');
  await page.waitForURL('**/login');
  await isAccessible(page);
  const link = await loginLink(OWNER);
  // As somebody does whose link opened elsewhere: the link is pasted.
  await page.getByLabel('Ссылка или код из неё').fill(link);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL('**/users?is_subscribed=true');
  await settled(page);
});

test('an empty field says what to put into it', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('alert')).toHaveText('Вставьте ссылку из бота.');
});

test('a session that ends leads to the login and back', async ({ page, complaints }) => {
  await page.goto(await loginLink(OWNER));
  await page.waitForURL('**/dashboard');
  // Somebody logs out with the same token elsewhere.
  await page.evaluate(async () => {
    const token = localStorage.getItem('marmelad.session') ?? '';
    await fetch('/api/v1/auth/logout', { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
  });
  await page.goto('/segments');
  await page.waitForURL('**/login');
  await page.goto(await loginLink(OWNER));
  await page.waitForURL('**/segments');
  await settled(page);
  expect(complaints.splice(0).every((text) => text.includes('401'))).toBe(true);
});

test('what is typed stays when the session ends, and is saved after the login', async ({
  page,
  complaints,
}) => {
  await page.goto(await loginLink(OWNER));
  await page.waitForURL('**/dashboard');
  await page.goto('/settings?group=staff');
  const field = page.getByLabel('В котором часу присылать утреннюю сводку');
  await field.fill('8');
  await page.evaluate(async () => {
    const token = localStorage.getItem('marmelad.session') ?? '';
    await fetch('/api/v1/auth/logout', { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
  });
  await page.getByRole('button', { name: 'Сохранить' }).click();
  const dialog = page.getByRole('dialog', { name: 'Сессия закончилась' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Ссылка или код из неё').fill(await loginLink(OWNER));
  await dialog.getByRole('button', { name: 'Войти' }).click();
  await expect(dialog).toBeHidden();
  await expect(field).toHaveValue('8');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Начнёт действовать через несколько секунд')).toBeVisible();
  await field.fill('9');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Начнёт действовать через несколько секунд')).toBeVisible();
  expect(complaints.splice(0).every((text) => text.includes('401'))).toBe(true);
});

test('logging out ends the session on the server too', async ({ page, complaints }) => {
  await page.goto(await loginLink(OWNER));
  await page.waitForURL('**/dashboard');
  const token = await page.evaluate(() => localStorage.getItem('marmelad.session') ?? '');
  await page.getByRole('button', { name: 'Профиль' }).click();
  await page.getByRole('menuitem', { name: 'Выйти' }).click();
  await page.waitForURL('**/login');
  const answer = await page.request.get(`${demo().api}/auth/me`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status()).toBe(401);
  complaints.splice(0);
});
