import { missingTo } from '@/components/kopecks';
import { readAmount } from '@/components/forms/fields';

/** The typed amount of a purchase. */
export type Purchase =
  | { is: 'none' }
  | { is: 'required' }
  | { is: 'wrong' }
  | { is: 'below'; missing: string }
  | { is: 'fits'; amount: string };

/** Reads the amount for a code; without a minimum it may be empty. */
export function readPurchase(typed: string, minimum: string | undefined): Purchase {
  if (typed.trim() === '') return { is: minimum === undefined ? 'none' : 'required' };
  const amount = readAmount(typed);
  if (amount === null || Number(amount) === 0) return { is: 'wrong' };
  const missing = missingTo(minimum, amount);
  return missing === null ? { is: 'fits', amount } : { is: 'below', missing };
}
