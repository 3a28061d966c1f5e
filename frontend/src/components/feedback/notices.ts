import { createContext, use } from 'react';

/** Short messages over the page. */
export interface Notices {
  /** Says that something worked. */
  done: (text: string) => void;
  /** Says that something failed, in the words for a Problem. */
  failed: (failure: unknown) => void;
}

export const NoticesContext = createContext<Notices | null>(null);

/** For pages: how to say that something worked or failed. */
export function useNotices(): Notices {
  const notices = use(NoticesContext);
  if (!notices) throw new Error('drawn outside <NoticesProvider>');
  return notices;
}
