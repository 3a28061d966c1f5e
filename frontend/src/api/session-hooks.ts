import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { call } from './client';
import { getOptions, useGet } from './queries';
import type { Me, Role } from './schema';
import { beginSession, currentSession, endSession, mayAs, onSessionChange, type Session } from './session';

/** Whether somebody is logged in, and if not, why. */
export function useSession(): Session {
  return useSyncExternalStore(onSessionChange, currentSession);
}

/** Who is logged in; undefined until the server has said so. Role and rights are asked anew from time to time. */
export function useMe() {
  const { token } = useSession();
  return useGet('/auth/me', {}, { enabled: token !== null, staleTime: 60_000 });
}

/** The logged-in admin. Only for what is drawn within the layout, which waits for it. */
export function useAdmin(): Me {
  const { data } = useMe();
  if (!data) throw new Error('drawn outside the layout, which waits for the admin');
  return data;
}

/** Whether the admin's role allows what needs `role`. */
export function useMay(role: Role): boolean {
  return mayAs(useAdmin(), role);
}

/** The shops' time zone. */
export function useTimeZone(): string {
  return useAdmin().time_zone;
}

/** Login by a link's secret, and logout. */
export function useLogin() {
  const queries = useQueryClient();
  return {
    /** @throws Problem when the secret is unknown, used or expired. */
    logIn: async (secret: string) => {
      const { access_token, admin } = await call('post', '/auth/login-token', { body: { token: secret } });
      const { queryKey } = getOptions('/auth/me');
      // Another admin may see other things: nothing of the former one's answers stays. The same one's page stays as it is, with
      // all that is typed there.
      if (queries.getQueryData(queryKey)?.id !== admin.id) queries.removeQueries();
      beginSession(access_token);
      await queries.invalidateQueries();
      return admin;
    },
    /** Ends the session here at once, and on the server if it can be reached. */
    logOut: async () => {
      await call('post', '/auth/logout').catch(() => undefined);
      endSession('left');
      queries.clear();
    },
  };
}
