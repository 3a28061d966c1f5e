import { isOrder, listed, type Comparison, type Words } from './words';
import { isTyped, type Typed } from './tree';

/** The fields with amounts. */
export type AmountField =
  'age' | 'campaign_id' | 'discounts_issued' | 'discounts_redeemed' | 'orders_count' | 'orders_total';

/** A condition on a number or an amount of money. */
export function amountPhrase(
  field: AmountField,
  comparison: Comparison,
  values: readonly Typed[],
  words: Words,
): string {
  const { t, formats } = words;
  const what = t(`segments.say.what.${field}`);
  const show = (value: Typed | undefined, unit?: 'years' | 'yearsOf') => {
    if (!isTyped(value)) return t('segments.say.unknown');
    const number = Number(String(value).replace(/\s/g, '').replace(',', '.'));
    if (Number.isNaN(number)) return String(value);
    if (field === 'orders_total') return formats.money(number);
    if (field === 'age' && unit) return t(`segments.say.${unit}`, { count: number });
    return formats.number(number);
  };
  const [first, second] = values;
  if (comparison === 'between' || comparison === 'notBetween')
    return t(`segments.say.number.${comparison}`, { what, from: show(first), to: show(second, 'yearsOf') });
  if (comparison === 'in' || comparison === 'notIn') {
    const shown = values.map((value) => show(value));
    return t(`segments.say.number.${comparison}`, { what, value: listed(shown, 'or', t) });
  }
  if (isOrder(comparison))
    return t(`segments.say.number.${comparison}`, { what, value: show(first, 'yearsOf') });
  return t(`segments.say.number.${comparison === 'ne' ? 'ne' : 'eq'}`, { what, value: show(first, 'years') });
}

/** The fields with instants. */
export type TimeField = 'created_at' | 'last_seen_at' | 'last_redeemed_at';

/** A condition on an instant. */
export function timePhrase(
  field: TimeField,
  comparison: Comparison,
  values: readonly Typed[],
  words: Words,
): string {
  const { t, formats } = words;
  const what = t(`segments.say.what.${field}`);
  const show = (value: Typed | undefined) => {
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return t('segments.say.unknown');
    return value.length === 10 ? formats.date(value) : formats.dateTime(value);
  };
  const [first, second] = values;
  if (comparison === 'within_days' || comparison === 'older_than_days') {
    const count = Number(first);
    if (!isTyped(first) || Number.isNaN(count)) return `${what} ${t('segments.say.unknown')}`;
    return t(comparison === 'within_days' ? 'segments.say.within' : 'segments.say.older', { what, count });
  }
  if (comparison === 'between' || comparison === 'notBetween')
    return t(`segments.say.time.${comparison}`, { what, from: show(first), to: show(second) });
  if (isOrder(comparison)) return t(`segments.say.time.${comparison}`, { what, value: show(first) });
  return t(`segments.say.time.${comparison === 'ne' ? 'ne' : 'eq'}`, { what, value: show(first) });
}
