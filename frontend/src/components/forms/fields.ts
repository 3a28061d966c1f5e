import i18next from 'i18next';
import { z } from 'zod';
import { instantOf, isLocalTime } from '@/components/zone';

/** Money as the API takes it: 0.01–9 999 999.99. */
const MAX_AMOUNT = 9_999_999.99;

const say = {
  required: () => i18next.t('errors.field.required'),
  amount: () => i18next.t('errors.field.amount'),
  number: () => i18next.t('errors.field.number'),
  integer: () => i18next.t('errors.field.integer'),
  tooLong: (count: number) => i18next.t('errors.field.tooLong', { count }),
  tooSmall: (min: number | string) => i18next.t('errors.field.tooSmall', { min }),
  tooBig: (max: number | string) => i18next.t('errors.field.tooBig', { max }),
  date: () => i18next.t('errors.field.date'),
  url: () => i18next.t('errors.field.url'),
  slug: () => i18next.t('errors.field.slug'),
};

/** A text that must be there, of at most `max` characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: say.required })
    .max(max, { error: () => say.tooLong(max) });

/** A text that may be empty; empty reads as null, which clears it. */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: () => say.tooLong(max) })
    .transform((value) => (value === '' ? null : value));

/** A whole number that must be there; the field holds what was typed. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: say.required })
    .regex(/^-?\d+$/, { error: say.integer })
    .transform(Number)
    .refine((value) => value >= min, { error: () => say.tooSmall(min) })
    .refine((value) => value <= max, { error: () => say.tooBig(max) });

/** A whole number that may be left out; empty reads as null. */
export const optionalWhole = (min: number, max: number) =>
  z.union([z.literal('').transform(() => null), whole(min, max)]);

/** `1 500,50` → `"1500.50"`; null for what is no amount. */
export function readAmount(typed: string): string | null {
  const plain = typed.replace(/[\s\u00a0\u202f₽]|руб\.?/g, '').replace(',', '.');
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(plain)) return null;
  return Number(plain).toFixed(2);
}

/** An amount of rubles that must be there, as the API takes it: `"1500.00"`. */
export const amount = () =>
  z
    .string()
    .trim()
    .min(1, { error: say.required })
    .transform((typed, context) => {
      const read = readAmount(typed);
      if (read !== null && Number(read) > 0 && Number(read) <= MAX_AMOUNT) return read;
      context.addIssue({ code: 'custom', message: say.amount() });
      return z.NEVER;
    });

/** An amount that may be left out; empty reads as null. */
export const optionalAmount = () => z.union([z.literal('').transform(() => null), amount()]);

/** A local day; empty reads as null. */
export const optionalDay = () =>
  z.union([z.literal('').transform(() => null), z.iso.date({ error: say.date })]);

/** A local day and minute of `timeZone`, read as an instant; empty reads as null. */
export const optionalInstant = (timeZone: string) =>
  z.string().transform((local, context) => {
    if (local === '') return null;
    if (isLocalTime(local)) return instantOf(local, timeZone);
    context.addIssue({ code: 'custom', message: say.date() });
    return z.NEVER;
  });

/** The word in a campaign's link. */
export const slug = () => text(60).regex(/^[a-z0-9][a-z0-9_-]*$/, { error: say.slug });

/** An address of the web, or Telegram's own. */
export const link = () => text(2048).regex(/^(https?|tg):\/\/\S+$/, { error: say.url });

/** Something chosen from a list by id; must be there. */
export const chosen = () => z.number({ error: say.required }).int();
