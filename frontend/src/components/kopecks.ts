import type { ValueType } from '@/api/schema';

/** The value of a code, the same fields in templates and discounts. */
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
 * Computed in whole kopecks like on the server, since fractions would be a kopeck off at times.
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

/** The amount missing to the minimum of a code; null when the minimum is reached. */
export function missingTo(minimum: string | undefined, amount: string): string | null {
  const missing = kopecksOf(minimum ?? '0') - kopecksOf(amount);
  return missing > 0 ? amountOf(missing) : null;
}
