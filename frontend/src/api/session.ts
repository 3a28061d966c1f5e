import type { Admin, Role } from './schema';

/** Why nobody is logged in. */
export type EndReason = 'none' | 'expired' | 'left';

/** Who is logged in, as this browser knows it. */
export interface Session {
  /** Null while nobody is. */
  token: string | null;
  reason: EndReason;
}

const KEY = 'marmelad.session';
const RETURN_KEY = 'marmelad.return';

let current: Session = { token: stored(), reason: 'none' };
const listeners = new Set<() => void>();

// A login or logout in another tab counts in this one too.
globalThis.addEventListener('storage', (event) => {
  if (event.key !== KEY) return;
  const token = stored();
  if (token !== current.token) replace({ token, reason: token ? 'none' : 'left' });
});

/** For requests: the token, if somebody is logged in. */
export const accessToken = (): string | null => current.token;

/** For `useSyncExternalStore`. */
export const currentSession = (): Session => current;

/** Calls `listener` at each change until the returned function is called. */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Somebody logged in. */
export function beginSession(token: string): void {
  localStorage.setItem(KEY, token);
  replace({ token, reason: 'none' });
}

/** The token is not taken any more, or its owner left. */
export function endSession(reason: EndReason): void {
  if (!current.token) return;
  localStorage.removeItem(KEY);
  replace({ token: null, reason });
}

/** Keeps where a visitor wanted to go, for after the login; the link from the bot may open another tab. */
export function rememberReturn(address: string): void {
  localStorage.setItem(RETURN_KEY, address);
}

/** The kept address; one within the panel, whoever wrote it there. */
export function keptReturn(): string | null {
  const address = localStorage.getItem(RETURN_KEY);
  return address?.startsWith('/') && !address.startsWith('//') ? address : null;
}

/** Forgets the kept address. */
export function forgetReturn(): void {
  localStorage.removeItem(RETURN_KEY);
}

/** What each role may do, beginning with the least. */
const ranks: Record<Role, number> = { readonly: 0, marketing: 1, owner: 2 };

/** Whether an admin's role reaches up to `needed`. */
export function mayAs(admin: Pick<Admin, 'role'>, needed: Role): boolean {
  return ranks[admin.role] >= ranks[needed];
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function replace(session: Session): void {
  current = session;
  listeners.forEach((listener) => listener());
}
