import type { ValueType } from '@/api/schema';

/** What a code saves: the same words in templates and discounts. */
export interface DiscountValue {
  value: string;
  value_type: ValueType;
}

/** Whole kopecks of an amount as the API writes it: `"1500.50"` → 150050. */
export function kopecksOf(amount: string): number {
  const [whole = '', fraction = ''] = amount.split('.');
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2));
}

/** The amount as the API writes it: 150050 → `"1500.50"`. */
export function amountOf(kopecks: number): string {
  return `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`;
}

/**
 * What a purchase saves: amount × percent / 100 rounded half up to kopecks, or the sum, but no more than the amount.
 * Counted as the server does, in whole kopecks: a fraction would be a kopeck off now and then.
 */
export function discountOn({ value, value_type }: DiscountValue, amount: string): string {
  const kopecks = kopecksOf(amount);
  if (value_type === 'fixed') return amountOf(Math.min(kopecksOf(value), kopecks));
  // Hundredths of a percent; at most 10¹³, which a number holds exactly.
  return amountOf(Math.floor((kopecks * kopecksOf(value) + 5_000) / 10_000));
}

/** What is left to pay. */
export function lessBy(amount: string, saving: string): string {
  return amountOf(Math.max(0, kopecksOf(amount) - kopecksOf(saving)));
}

/** How much a purchase lacks to the smallest that a code holds for; null when it does not. */
export function missingTo(minimum: string | undefined, amount: string): string | null {
  const missing = kopecksOf(minimum ?? '0') - kopecksOf(amount);
  return missing > 0 ? amountOf(missing) : null;
}
