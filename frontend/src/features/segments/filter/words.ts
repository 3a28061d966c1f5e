import i18next, { type TFunction } from 'i18next';
import type { Formats } from '@/components/format';
import { fieldRules, type Field, type Op } from './fields';

/** The tools that write sentences. */
export interface Words {
  t: TFunction;
  formats: Formats;
  /** The name of a campaign. */
  campaignName: (id: number) => string | undefined;
}

/** The op of a condition, or of its opposite where no op expresses it. */
export type Comparison = Op | 'notBetween' | 'notIn';

/** The opposite of each op, for clients that have the value. */
export const opposites: Readonly<Record<Op, Comparison>> = {
  eq: 'ne',
  ne: 'eq',
  lt: 'gte',
  gte: 'lt',
  gt: 'lte',
  lte: 'gt',
  between: 'notBetween',
  in: 'notIn',
  contains: 'notIn',
  within_days: 'older_than_days',
  older_than_days: 'within_days',
};

type MissingField = 'age' | 'birthday_month' | 'campaign_id' | 'last_seen_at' | 'last_redeemed_at';

/** Whether the value can be missing. */
export const canMiss = (field: Field): field is MissingField => fieldRules[field].canMiss === true;

/** Whether the op compares with one value by size. */
export const isOrder = (comparison: Comparison): comparison is 'lt' | 'lte' | 'gt' | 'gte' =>
  comparison === 'lt' || comparison === 'lte' || comparison === 'gt' || comparison === 'gte';

/** `a, b or c` in the language of the panel. */
export function listed(items: readonly string[], join: 'and' | 'or', t: TFunction): string {
  if (items.length === 0) return t('segments.say.unknown');
  const language = i18next.language === 'en' ? 'en-GB' : 'ru-RU';
  const type = join === 'and' ? 'conjunction' : 'disjunction';
  return new Intl.ListFormat(language, { type }).format(items);
}
