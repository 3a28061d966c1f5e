import i18next from 'i18next';
import { z } from 'zod';
import { instantOf, isLocalTime } from '@/components/zone';

const say = (key: 'required' | 'amount' | 'integer' | 'date') => () => i18next.t(`errors.field.${key}`);

/** A text that must be there. */
export const text = () =>
  z
    .string()
    .trim()
    .min(1, { error: say('required') });

/** A text that may be empty; empty reads as null, which clears it. */
export const optionalText = () =>
  z
    .string()
    .trim()
    .transform((value) => (value === '' ? null : value));

/** A whole number that must be there; the field holds what was typed. */
export const whole = () =>
  text()
    .regex(/^-?\d+$/, { error: say('integer') })
    .transform(Number);

/** A whole number that may be left out; empty reads as null. */
export const optionalWhole = () => z.union([z.literal('').transform(() => null), whole()]);

/** `1 500,50` → `"1500.50"`; null for anything else. */
export function readAmount(typed: string): string | null {
  const plain = typed.replace(/[\s\u00a0\u202f₽%]|руб\.?/g, '').replace(',', '.');
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(plain)) return null;
  return Number(plain).toFixed(2);
}

/** An amount that must be there, as the API takes it: `"1500.00"`. */
export const amount = () =>
  text().transform((typed, context) => {
    const read = readAmount(typed);
    if (read !== null) return read;
    context.addIssue({ code: 'custom', message: say('amount')() });
    return z.NEVER;
  });

/** An amount that may be left out; empty reads as null. */
export const optionalAmount = () => z.union([z.literal('').transform(() => null), amount()]);

/** A local day; empty reads as null. */
export const optionalDay = () =>
  z.union([z.literal('').transform(() => null), z.iso.date({ error: say('date') })]);

/** A local day and minute of `timeZone`, read as an instant; empty reads as null. */
export const optionalInstant = (timeZone: string) =>
  z.string().transform((local, context) => {
    if (local === '') return null;
    if (isLocalTime(local)) return instantOf(local, timeZone);
    context.addIssue({ code: 'custom', message: say('date')() });
    return z.NEVER;
  });

/** The id of a chosen thing; required. */
export const chosen = () => z.number({ error: say('required') }).int();
