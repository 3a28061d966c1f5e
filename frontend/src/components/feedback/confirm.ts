import { createContext, use, type ReactNode } from 'react';

/** A question before an action that cannot be undone. */
export interface Question {
  title: string;
  text?: ReactNode;
  /** The label of the button that confirms: a verb. */
  action: string;
  isDangerous?: boolean;
}

/** Asks a question; resolves to true when the action was confirmed. */
export type Confirm = (question: Question) => Promise<boolean>;

export const ConfirmContext = createContext<Confirm | null>(null);

/** Gives the function that asks for confirmation. */
export function useConfirm(): Confirm {
  const confirm = use(ConfirmContext);
  if (!confirm) throw new Error('drawn outside <ConfirmProvider>');
  return confirm;
}
