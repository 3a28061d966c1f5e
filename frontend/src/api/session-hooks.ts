import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { call } from './client';
import { getOptions, useGet } from './queries';
import type { Me, Role } from './schema';
import { beginSession, currentSession, endSession, mayAs, onSessionChange, type Session } from './session';

/** The current login. */
export function useSession(): Session {
  return useSyncExternalStore(onSessionChange, currentSession);
}

/** The logged-in admin; undefined until the server has answered. Refetched from time to time, since the role may change. */
export function useMe() {
  const { token } = useSession();
  return useGet('/auth/me', {}, { enabled: token !== null, staleTime: 60_000 });
}

/** The logged-in admin, for components inside the layout, which waits for the answer. */
export function useAdmin(): Me {
  const { data } = useMe();
  if (!data) throw new Error('drawn outside the layout, which waits for the admin');
  return data;
}

/** Whether the admin's role is at least `role`. */
export function useMay(role: Role): boolean {
  return mayAs(useAdmin(), role);
}

/** The shops' time zone. */
export function useTimeZone(): string {
  return useAdmin().time_zone;
}

/** Login by the secret of a link, and logout. */
export function useLogin() {
  const queries = useQueryClient();
  return {
    /** @throws Problem when the secret is unknown, used or expired. */
    logIn: async (secret: string) => {
      const { access_token, admin } = await call('post', '/auth/login-token', { body: { token: secret } });
      const { queryKey } = getOptions('/auth/me');
      // Another admin may see other data, so the former admin's answers are dropped. The same admin keeps the page and
      // everything typed on it.
      if (queries.getQueryData(queryKey)?.id !== admin.id) queries.removeQueries();
      beginSession(access_token);
      await queries.invalidateQueries();
      return admin;
    },
    /** Ends the session in this browser, and on the server if it can be reached. */
    logOut: async () => {
      await call('post', '/auth/logout').catch(() => undefined);
      endSession('left');
      queries.clear();
    },
  };
}
