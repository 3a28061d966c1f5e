import { createBrowserRouter, type RouteObject } from 'react-router';
import { WelcomePage } from '@/features/welcome/WelcomePage';

/**
 * `/login?token=…` is where the auth bot's one-time link leads. The page neither spends the token nor changes the
 * address, so the link keeps working and stays in the browser's history.
 */
export const routes: RouteObject[] = [
  { path: '/login', element: <WelcomePage by="login-link" /> },
  { path: '*', element: <WelcomePage by="address" /> },
];

/** A router over the browser's address bar. */
export function createRouter() {
  return createBrowserRouter(routes);
}
