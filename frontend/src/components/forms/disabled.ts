import { createContext, use } from 'react';

/** Whether the form around is only to be read. A fieldset switches the browser's own fields off, and no others. */
export const DisabledContext = createContext(false);

/** For fields that are not the browser's own. */
export function useDisabled(own: boolean | undefined): boolean {
  return use(DisabledContext) || (own ?? false);
}
