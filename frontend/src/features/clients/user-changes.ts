import i18next from 'i18next';
import { z } from 'zod';
import type { User } from '@/api/schema';
import { optionalDay, optionalText } from '@/components/forms/fields';

const say = (key: 'phoneWrong' | 'birthdayWrong' | 'tagsMany') => () => i18next.t(`users.edit.${key}`);

/** What may be changed about a client; `today` is the shops' local day. */
export const userFields = (today: string) =>
  z.object({
    display_name: optionalText(128),
    phone: optionalText(40).refine(
      (phone) => phone === null || (/^[+\d\s()-]+$/.test(phone) && isPhone(phone)),
      { error: say('phoneWrong') },
    ),
    birthday: optionalDay().refine((day) => day === null || isBirthday(day, today), {
      error: say('birthdayWrong'),
    }),
    gender: z.enum(['male', 'female', 'unknown']),
    tags: z
      .array(z.string().max(64, { error: () => i18next.t('users.bulk.tooLong') }))
      .max(50, { error: say('tagsMany') }),
    is_test: z.boolean(),
  });

/** How the fields begin. */
export function fieldsOf(user: User): z.input<ReturnType<typeof userFields>> {
  const { display_name, phone = '', birthday = '', gender, tags, is_test } = user;
  return { display_name, phone, birthday, gender, tags, is_test };
}

/** Full years on a local day. */
export function ageOn(birthday: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4));
  // Who was born on 29 February has their day on the 28th in common years.
  const isLeap = new Date(`${today.slice(0, 4)}-02-29T00:00Z`).getUTCDate() === 29;
  const day = birthday.endsWith('-02-29') && !isLeap ? '02-28' : birthday.slice(5);
  return today.slice(5) >= day ? years : years - 1;
}

function isPhone(phone: string): boolean {
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 5 && digits.length <= 15;
}

function isBirthday(day: string, today: string): boolean {
  const age = ageOn(day, today);
  return age >= 3 && age <= 120;
}
