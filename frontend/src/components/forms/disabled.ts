import { createContext, use } from 'react';

/** Whether the form is read-only. A fieldset disables only native fields. */
export const DisabledContext = createContext(false);

/** Whether a field that is not native is disabled. */
export function useDisabled(own: boolean | undefined): boolean {
  return use(DisabledContext) || (own ?? false);
}
