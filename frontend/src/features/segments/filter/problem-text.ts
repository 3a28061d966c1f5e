import i18next, { type TFunction } from 'i18next';
import type { FilterProblem } from './read';

/** What is wrong with a place of a filter, as one sentence. */
export function problemText({ code, range }: FilterProblem, t: TFunction): string {
  if (code !== 'range') return t(`segments.problems.${code}`);
  const [min, max] = range ?? [0, 0];
  // An id's greatest value means nothing to people.
  if (max === Number.MAX_SAFE_INTEGER) return t('segments.problems.integer');
  const numbers = new Intl.NumberFormat(i18next.language === 'en' ? 'en-GB' : 'ru-RU');
  return t('segments.problems.range', { min: numbers.format(min), max: numbers.format(max) });
}
