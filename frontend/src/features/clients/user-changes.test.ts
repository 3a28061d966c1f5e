import { describe, expect, it } from 'vitest';
import type { User } from '@/api/schema';
import { ageOn, fieldsOf, userFields } from './user-changes';

const anna: User = {
  id: 1,
  telegram_id: 1001,
  display_name: 'Анна',
  gender: 'female',
  birthday: '2000-02-29',
  is_subscribed: true,
  is_blocked: false,
  is_opted_out: false,
  tags: ['vip'],
  is_test: false,
  created_at: '2026-01-01T00:00:00Z',
};
const TODAY = '2026-03-05';
const read = (change: Partial<ReturnType<typeof fieldsOf>>) =>
  userFields.safeParse({ ...fieldsOf(anna), ...change });

describe('userFields', () => {
  it('reads null where something was cleared', () =>
    expect(read({ display_name: ' ', phone: '', birthday: '', tags: [] }).data).toMatchObject({
      display_name: null,
      phone: null,
      birthday: null,
      tags: [],
    }));
});

it('counts full years, with 29 February on the 28th in common years', () => {
  expect(ageOn('2000-03-05', TODAY)).toBe(26);
  expect(ageOn('2000-03-06', TODAY)).toBe(25);
  expect(ageOn('2000-02-29', '2026-02-28')).toBe(26);
  expect(ageOn('2000-02-29', '2028-02-28')).toBe(27);
});
