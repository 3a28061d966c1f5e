import { z } from 'zod';
import type { NewTemplate, Recurrence, Template, TemplateUpdate } from '@/api/schema';
import {
  amount,
  optionalAmount,
  optionalInstant,
  optionalText,
  optionalWhole,
  text,
  whole,
} from '@/components/forms/fields';
import { localOf } from '@/components/zone';

const typed = z.object({
  name: z.string(),
  description: z.string(),
  value_type: z.enum(['percent', 'fixed']),
  value: z.string(),
  event: z.enum(['subscription', 'birthday', 'campaign', 'manual']),
  usage_type: z.enum(['single', 'multi']),
  max_uses: z.string(),
  duration_days: z.string(),
  recurrence: z.enum(['once', 'days', 'monthly', 'yearly', 'unlimited']),
  recurrence_days: z.string(),
  min_order_amount: z.string(),
  total_limit: z.string(),
  valid_from: z.string(),
  valid_until: z.string(),
  message_text: z.string(),
  is_active: z.boolean(),
});

/** The fields of the editor, as typed. */
export type TemplateFields = z.infer<typeof typed>;

/** All fields of a template, null for missing ones. */
export type TemplateTerms = Required<{
  [K in keyof TemplateUpdate]: Exclude<TemplateUpdate[K], undefined>;
}>;

/** Reads the fields as the API takes them; each field that cannot be read has its error. */
export const templateSchema = (timeZone: string) =>
  typed.transform((fields, context): TemplateTerms => {
    const read = <T>(name: keyof TemplateFields, schema: z.ZodType<T>): T => {
      const found = schema.safeParse(fields[name]);
      if (found.success) return found.data;
      for (const { message: why } of found.error.issues.slice(0, 1))
        context.addIssue({ code: 'custom', path: [name], message: why });
      return z.NEVER;
    };
    return {
      name: read('name', text()),
      description: read('description', optionalText()),
      value_type: fields.value_type,
      value: read('value', amount()),
      event: fields.event,
      usage_type: fields.usage_type,
      max_uses: fields.usage_type === 'multi' ? read('max_uses', whole()) : null,
      duration_days: read('duration_days', whole()),
      recurrence: recurrenceOf(fields, () => read('recurrence_days', whole())),
      min_order_amount: read('min_order_amount', optionalAmount()),
      total_limit: read('total_limit', optionalWhole()),
      valid_from: read('valid_from', optionalInstant(timeZone)),
      valid_until: read('valid_until', optionalInstant(timeZone)),
      message_text: read('message_text', optionalText()),
      is_active: fields.is_active,
    };
  });

function recurrenceOf({ event, recurrence }: TemplateFields, days: () => number): Recurrence {
  // The server takes no other recurrence for birthdays.
  if (event === 'birthday') return { type: 'yearly' };
  return recurrence === 'days' ? { type: recurrence, value: days() } : { type: recurrence };
}

/** The fields of a template; defaults for a new one. */
export function fieldsOf(template: Template | undefined, timeZone: string): TemplateFields {
  const local = (at: string | undefined) => (at === undefined ? '' : localOf(at, timeZone));
  return {
    name: template?.name ?? '',
    description: template?.description ?? '',
    value_type: template?.value_type ?? 'percent',
    value: template ? plain(template.value) : '',
    event: template?.event ?? 'manual',
    usage_type: template?.usage_type ?? 'single',
    max_uses: template?.max_uses?.toString() ?? '',
    duration_days: template?.duration_days.toString() ?? '30',
    recurrence: template?.recurrence.type ?? 'once',
    recurrence_days: template?.recurrence.type === 'days' ? template.recurrence.value.toString() : '30',
    min_order_amount: template?.min_order_amount ? plain(template.min_order_amount) : '',
    total_limit: template?.total_limit?.toString() ?? '',
    valid_from: local(template?.valid_from),
    valid_until: local(template?.valid_until),
    message_text: template?.message_text ?? '',
    is_active: template?.is_active ?? true,
  };
}

/** `"10.00"` → `10`, `"12.50"` → `12,5`. */
const plain = (value: string) =>
  value
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace('.', ',');

/** A new template; missing fields are left out. */
export function newTemplate(terms: TemplateTerms): NewTemplate {
  return Object.fromEntries(
    Object.entries(terms).filter(([, value]) => value !== null),
  ) as unknown as NewTemplate;
}
