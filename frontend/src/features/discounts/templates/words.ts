import type { TFunction } from 'i18next';
import type { Recurrence, Template } from '@/api/schema';
import type { Formats } from '@/components/format';

/** How often one client may get a code: «раз в 30 дней». */
export function recurrenceWords(t: TFunction, recurrence: Recurrence): string {
  return recurrence.type === 'days'
    ? t('templates.recurrence.days', { count: recurrence.value })
    : t(`templates.recurrence.${recurrence.type}`);
}

/** The dates of a template: «1 мар. 2026 – 8 мар. 2026»; null without dates. */
export function datesWords(
  t: TFunction,
  formats: Pick<Formats, 'date'>,
  { valid_from, valid_until }: Pick<Template, 'valid_from' | 'valid_until'>,
): string | null {
  const from = formats.date(valid_from);
  const until = formats.date(valid_until);
  if (valid_from && valid_until) return t('templates.card.between', { from, until });
  if (valid_from) return t('templates.card.since', { from });
  return valid_until ? t('templates.card.until', { until }) : null;
}
