import { cleanup, render, screen } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTexts } from '@/i18n';
import { Providers } from './Providers';
import { routes } from './router';

beforeAll(startTexts);
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(Response.json({ status: 'ok' })));
});
afterEach(cleanup);

function open(address: string) {
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  );
  return router;
}

describe('the start page', () => {
  it.each(['/', '/dashboard', '/users/17'])(
    'greets at %s and tells that the server is at work',
    async (address) => {
      open(address);
      expect(screen.getByRole('heading', { name: 'Мармеладный дворик' })).toBeDefined();
      expect(screen.getByText('Панель появится здесь.')).toBeDefined();
      expect(screen.queryByRole('alert')).toBeNull();
      expect(await screen.findByText('Сервер работает')).toBeDefined();
    },
  );
});

describe('the login link', () => {
  it('is received, and its token stays in the address', () => {
    const router = open('/login?token=abc123');
    expect(screen.getByRole('alert').textContent).toContain('Ссылка для входа получена');
    expect(router.state.location.search).toBe('?token=abc123');
  });

  it('without a token asks for a new one', () => {
    open('/login');
    expect(screen.getByRole('alert').textContent).toContain('/login');
  });
});
