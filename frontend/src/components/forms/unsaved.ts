import { useEffect } from 'react';

/** How many forms on the page hold what is not saved. */
let dirty = 0;

/** Whether leaving the page would lose something typed. */
export const hasUnsaved = (): boolean => dirty > 0;

/** Counts a form that holds what is not saved, and lets the browser ask before the tab is closed. */
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
