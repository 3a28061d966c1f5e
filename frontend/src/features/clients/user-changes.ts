import { z } from 'zod';
import type { User } from '@/api/schema';
import { optionalDay, optionalText } from '@/components/forms/fields';

/** The fields of a client that staff may change. */
export const userFields = z.object({
  display_name: optionalText(),
  phone: optionalText(),
  birthday: optionalDay(),
  gender: z.enum(['male', 'female', 'unknown']),
  tags: z.array(z.string()),
  is_test: z.boolean(),
});

/** The fields as they are stored. */
export function fieldsOf(user: User): z.input<typeof userFields> {
  const { display_name, phone = '', birthday = '', gender, tags, is_test } = user;
  return { display_name, phone, birthday, gender, tags, is_test };
}

/** The age in full years on a local day. */
export function ageOn(birthday: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4));
  // In common years a birthday on 29 February counts on the 28th.
  const isLeap = new Date(`${today.slice(0, 4)}-02-29T00:00Z`).getUTCDate() === 29;
  const day = birthday.endsWith('-02-29') && !isLeap ? '02-28' : birthday.slice(5);
  return today.slice(5) >= day ? years : years - 1;
}
