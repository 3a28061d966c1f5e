import i18next, { type TFunction } from 'i18next';
import type { Formats } from '@/components/format';
import { fieldRules, type Field, type Op } from './fields';

/** What sentences are made with. */
export interface Words {
  t: TFunction;
  formats: Formats;
  /** What a campaign is called. */
  campaignName: (id: number) => string | undefined;
}

/** What a condition asks, or what its opposite asks where no op does. */
export type Asked = Op | 'notBetween' | 'notIn';

/** What is true of those for whom a condition is not, if they have what it asks about. */
export const opposites: Readonly<Record<Op, Asked>> = {
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

/** Whether some clients lack the fact. */
export const canMiss = (field: Field): field is MissingField => fieldRules[field].canMiss === true;

/** Whether the ops are those that compare with one value. */
export const isOrder = (asked: Asked): asked is 'lt' | 'lte' | 'gt' | 'gte' =>
  asked === 'lt' || asked === 'lte' || asked === 'gt' || asked === 'gte';

/** `a, b or c`, as the panel's language says it. */
export function listed(items: readonly string[], join: 'and' | 'or', t: TFunction): string {
  if (items.length === 0) return t('segments.say.unknown');
  const language = i18next.language === 'en' ? 'en-GB' : 'ru-RU';
  const type = join === 'and' ? 'conjunction' : 'disjunction';
  return new Intl.ListFormat(language, { type }).format(items);
}
