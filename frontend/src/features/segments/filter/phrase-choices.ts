import type { TFunction } from 'i18next';
import { listed, type Comparison } from './words';
import { genders } from './fields';
import { isTyped, type Typed } from './tree';

/** A gender is one of three words, so "not female" means the other two. */
export function genderPhrase(comparison: Comparison, values: readonly Typed[], t: TFunction): string {
  const isOpposite = comparison === 'ne' || comparison === 'notIn';
  const meant = genders.filter((gender) => values.includes(gender) !== isOpposite);
  if (!values.some(isTyped)) return t('segments.say.gender', { value: t('segments.say.unknown') });
  if (meant.length === genders.length) return t('segments.say.genderAny');
  const names = meant.map((gender) => t(`segments.say.genders.${gender}`));
  return t('segments.say.gender', { value: listed(names, 'or', t) });
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** Any condition on the month means some of the twelve, which are named. */
export function monthPhrase(comparison: Comparison, typed: readonly Typed[], t: TFunction): string {
  if (!typed.every(isTyped) || typed.length === 0)
    return t('segments.say.months', { value: t('segments.say.unknown') });
  const values = typed.map(Number);
  const meant = MONTHS.filter((month) => fits(comparison, month, values));
  const names = (months: readonly (typeof MONTHS)[number][]) =>
    listed(
      months.map((month) => t(`segments.say.monthIn.${month}`)),
      'or',
      t,
    );
  if (meant.length === 0) return t('segments.say.noMonth');
  if (meant.length === MONTHS.length) return t('segments.say.anyMonth');
  if (meant.length <= MONTHS.length / 2) return t('segments.say.months', { value: names(meant) });
  const others = MONTHS.filter((month) => !meant.includes(month));
  return t('segments.say.notMonths', { value: names(others) });
}

function fits(comparison: Comparison, month: number, values: readonly number[]): boolean {
  const [first = NaN, second = NaN] = values;
  if (comparison === 'lt') return month < first;
  if (comparison === 'lte') return month <= first;
  if (comparison === 'gt') return month > first;
  if (comparison === 'gte') return month >= first;
  if (comparison === 'between') return month >= first && month <= second;
  if (comparison === 'notBetween') return month < first || month > second;
  const isOpposite = comparison === 'ne' || comparison === 'notIn';
  return values.includes(month) !== isOpposite;
}
