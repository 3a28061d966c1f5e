import type { TFunction } from 'i18next';
import type { FilterDraft } from '@/features/segments/filter/tree';
import type { Formats } from '@/components/format';
import { audit as texts } from '@/i18n/ru/audit';
import { broadcasts } from '@/i18n/ru/broadcasts';

/** The tools that write values. */
export interface Tools {
  t: TFunction;
  formats: Formats;
  /** Writes a segment's filter as a sentence. */
  sentence: (filter: FilterDraft) => string;
}

const { recalled } = broadcasts;

/** Fields whose values are codes of the server, or lists of codes. */
const CODED: readonly string[] = [
  'status',
  'statuses',
  'state',
  'source',
  'kind',
  'role',
  'value_type',
  'usage_type',
  'event',
  'gender',
  'report',
  'requested_by',
  'notification_groups',
  'error_code',
];
const MONEY: readonly string[] = ['amount', 'min_order_amount'];

/** A logged value of a field in words. */
export function valueText(field: string, value: unknown, tools: Tools): string {
  const { t, formats } = tools;
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'number') return field.endsWith('_id') ? String(value) : formats.number(value);
  if (typeof value === 'string') return wordText(field, value, tools);
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.map((item) => valueText(field, item, tools)).join(', ') || '—';
  }
  return typeof value === 'object' ? objectText(field, value, tools) : '—';
}

function objectText(field: string, value: object, tools: Tools): string {
  const { t, sentence } = tools;
  if (isRecurrence(value)) {
    return value.type === 'days'
      ? t('templates.recurrence.days', { count: value.value ?? 0 })
      : t(`templates.recurrence.${value.type}`);
  }
  if (field === 'filter' && ['all', 'any', 'not', 'field'].some((part) => part in value))
    return sentence(value as FilterDraft);
  return (
    Object.entries(value)
      .map(([name, part]: [string, unknown]) => `${fieldText(name, t)}: ${valueText(name, part, tools)}`)
      .join('; ') || '—'
  );
}

/** The name of a logged field. */
export function fieldText(field: string, t: TFunction): string {
  return isField(field) ? t(`audit.field.${field}`) : field;
}

function wordText(field: string, value: string, { t, formats }: Tools): string {
  if (field === 'media') return mediaText(value, t);
  if (CODED.includes(field)) return isWord(value) ? t(`audit.value.${value}`) : value;
  if (field === 'recall_status' && isRecall(value)) return t(`broadcasts.recalled.${value}`);
  if (MONEY.includes(field)) return formats.money(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value)) return formats.dateTime(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formats.date(value);
  return value === '' ? '—' : value;
}

/** The log's words for a broadcast's file or source: `photo upload 12`, `photo https://…`, `message 5 of 123`. */
function mediaText(value: string, t: TFunction): string {
  const message = /^message (\d+) of -?\d+$/.exec(value);
  if (message) return t('audit.media.message', { id: message[1] ?? '' });
  const [kind = '', ...source] = value.split(' ');
  const from = source[0] === 'upload' ? t('audit.media.upload', { id: source[1] ?? '' }) : source.join(' ');
  return isWord(kind) ? `${t(`audit.value.${kind}`)}, ${from}` : value;
}

interface Recurrence {
  type: 'once' | 'days' | 'monthly' | 'yearly' | 'unlimited';
  value?: number;
}

const isRecurrence = (value: object): value is Recurrence =>
  'type' in value && ['once', 'days', 'monthly', 'yearly', 'unlimited'].includes(value.type as string);
const isRecall = (word: string): word is keyof typeof recalled => word in recalled;
const isField = (word: string): word is keyof typeof texts.field => word in texts.field;
const isWord = (word: string): word is keyof typeof texts.value => word in texts.value;
