import { createContext, use, type ReactNode } from 'react';

/** A question before something that cannot be taken back. */
export interface Question {
  title: string;
  text?: ReactNode;
  /** What the button says that does it: a verb. */
  action: string;
  isDangerous?: boolean;
}

/** Asks; true when the action was chosen. */
export type Confirm = (question: Question) => Promise<boolean>;

export const ConfirmContext = createContext<Confirm | null>(null);

/** For pages: asks before something that cannot be taken back. */
export function useConfirm(): Confirm {
  const confirm = use(ConfirmContext);
  if (!confirm) throw new Error('drawn outside <ConfirmProvider>');
  return confirm;
}
