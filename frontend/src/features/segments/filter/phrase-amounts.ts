import { isOrder, listed, type Asked, type Words } from './asked';
import { isTyped, type Typed } from './tree';

/** The facts that are counted. */
export type AmountField =
  'age' | 'campaign_id' | 'discounts_issued' | 'discounts_redeemed' | 'orders_count' | 'orders_total';

/** What is asked of a number or an amount of money. */
export function amountPhrase(
  field: AmountField,
  asked: Asked,
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
  if (asked === 'between' || asked === 'notBetween')
    return t(`segments.say.number.${asked}`, { what, from: show(first), to: show(second, 'yearsOf') });
  if (asked === 'in' || asked === 'notIn') {
    const shown = values.map((value) => show(value));
    return t(`segments.say.number.${asked}`, { what, value: listed(shown, 'or', t) });
  }
  if (isOrder(asked)) return t(`segments.say.number.${asked}`, { what, value: show(first, 'yearsOf') });
  return t(`segments.say.number.${asked === 'ne' ? 'ne' : 'eq'}`, { what, value: show(first, 'years') });
}

/** The facts that are instants. */
export type TimeField = 'created_at' | 'last_seen_at' | 'last_redeemed_at';

/** What is asked of an instant. */
export function timePhrase(field: TimeField, asked: Asked, values: readonly Typed[], words: Words): string {
  const { t, formats } = words;
  const what = t(`segments.say.what.${field}`);
  const show = (value: Typed | undefined) => {
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return t('segments.say.unknown');
    return value.length === 10 ? formats.date(value) : formats.dateTime(value);
  };
  const [first, second] = values;
  if (asked === 'within_days' || asked === 'older_than_days') {
    const count = Number(first);
    if (!isTyped(first) || Number.isNaN(count)) return `${what} ${t('segments.say.unknown')}`;
    return t(asked === 'within_days' ? 'segments.say.within' : 'segments.say.older', { what, count });
  }
  if (asked === 'between' || asked === 'notBetween')
    return t(`segments.say.time.${asked}`, { what, from: show(first), to: show(second) });
  if (isOrder(asked)) return t(`segments.say.time.${asked}`, { what, value: show(first) });
  return t(`segments.say.time.${asked === 'ne' ? 'ne' : 'eq'}`, { what, value: show(first) });
}
