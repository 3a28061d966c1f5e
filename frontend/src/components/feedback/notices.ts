import { createContext, use } from 'react';

/** Short messages above the page. */
export interface Notices {
  /** Shows a success. */
  done: (text: string) => void;
  /** Shows a failure in words. */
  failed: (failure: unknown) => void;
}

export const NoticesContext = createContext<Notices | null>(null);

/** Gives the functions that show a success or a failure. */
export function useNotices(): Notices {
  const notices = use(NoticesContext);
  if (!notices) throw new Error('drawn outside <NoticesProvider>');
  return notices;
}
