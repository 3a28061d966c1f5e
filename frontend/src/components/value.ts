import { useFormats } from '@/components/format';
import type { DiscountValue } from './kopecks';

/** Writes what a code saves: «10 %», «300 ₽». */
export function useValueText(): (of: DiscountValue) => string {
  const { money, percent } = useFormats();
  return ({ value, value_type }) => (value_type === 'percent' ? percent(value) : money(value));
}
