import type { Admin, Role } from './schema';

/** Why nobody is logged in. */
export type EndReason = 'none' | 'expired' | 'left';

/** The login of this browser. */
export interface Session {
  /** Null while nobody is logged in. */
  token: string | null;
  reason: EndReason;
}

const KEY = 'marmelad.session';
const RETURN_KEY = 'marmelad.return';

let current: Session = { token: stored(), reason: 'none' };
const listeners = new Set<() => void>();

// A login or logout in another tab applies to this tab too.
globalThis.addEventListener('storage', (event) => {
  if (event.key !== KEY) return;
  const token = stored();
  if (token !== current.token) replace({ token, reason: token ? 'none' : 'left' });
});

/** The access token, if somebody is logged in. */
export const accessToken = (): string | null => current.token;

/** For `useSyncExternalStore`. */
export const currentSession = (): Session => current;

/** Calls `listener` at each change until the returned function is called. */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Stores the token of a new login. */
export function beginSession(token: string): void {
  localStorage.setItem(KEY, token);
  replace({ token, reason: 'none' });
}

/** Drops the token after a logout or when the server refuses it. */
export function endSession(reason: EndReason): void {
  if (!current.token) return;
  localStorage.removeItem(KEY);
  replace({ token: null, reason });
}

/** Stores the address to open after the login. The bot's link may open another tab, so the address is kept by the browser. */
export function rememberReturn(address: string): void {
  localStorage.setItem(RETURN_KEY, address);
}

/** The stored address; addresses outside the panel are ignored. */
export function keptReturn(): string | null {
  const address = localStorage.getItem(RETURN_KEY);
  return address?.startsWith('/') && !address.startsWith('//') ? address : null;
}

/** Removes the stored address. */
export function forgetReturn(): void {
  localStorage.removeItem(RETURN_KEY);
}

/** The roles by rank. */
const ranks: Record<Role, number> = { readonly: 0, marketing: 1, owner: 2 };

/** Whether an admin's role is at least `needed`. */
export function mayAs(admin: Pick<Admin, 'role'>, needed: Role): boolean {
  return ranks[admin.role] >= ranks[needed];
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off
  }
}

function replace(session: Session): void {
  current = session;
  listeners.forEach((listener) => listener());
}
