import type { TFunction } from 'i18next';
import { listed, type Asked } from './asked';
import { genders } from './fields';
import { isTyped, type Typed } from './tree';

/** Everybody's gender is one of three words: "not female" is the other two. */
export function genderPhrase(asked: Asked, values: readonly Typed[], t: TFunction): string {
  const isOpposite = asked === 'ne' || asked === 'notIn';
  const meant = genders.filter((gender) => values.includes(gender) !== isOpposite);
  if (!values.some(isTyped)) return t('segments.say.gender', { value: t('segments.say.unknown') });
  if (meant.length === genders.length) return t('segments.say.genderAny');
  const names = meant.map((gender) => t(`segments.say.genders.${gender}`));
  return t('segments.say.gender', { value: listed(names, 'or', t) });
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** Whatever is asked, it is some of twelve months: their names say it best. */
export function monthPhrase(asked: Asked, typed: readonly Typed[], t: TFunction): string {
  if (!typed.every(isTyped) || typed.length === 0)
    return t('segments.say.months', { value: t('segments.say.unknown') });
  const values = typed.map(Number);
  const meant = MONTHS.filter((month) => fits(asked, month, values));
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

function fits(asked: Asked, month: number, values: readonly number[]): boolean {
  const [first = NaN, second = NaN] = values;
  if (asked === 'lt') return month < first;
  if (asked === 'lte') return month <= first;
  if (asked === 'gt') return month > first;
  if (asked === 'gte') return month >= first;
  if (asked === 'between') return month >= first && month <= second;
  if (asked === 'notBetween') return month < first || month > second;
  const isOpposite = asked === 'ne' || asked === 'notIn';
  return values.includes(month) !== isOpposite;
}
