import { useEffect } from 'react';

/** The number of forms with unsaved input. */
let dirty = 0;

/** Whether the page has unsaved input. */
export const hasUnsaved = (): boolean => dirty > 0;

/** Counts a form with unsaved input, and lets the browser ask before the tab is closed. */
export function useUnsaved(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    dirty += 1;
    globalThis.addEventListener('beforeunload', ask);
    return () => {
      dirty -= 1;
      globalThis.removeEventListener('beforeunload', ask);
    };
  }, [isDirty]);
}
