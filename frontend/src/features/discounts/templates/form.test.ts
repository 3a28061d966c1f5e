import { describe, expect, it } from 'vitest';
import { changedOf } from '@/components/forms/changed';
import { fieldsOf, newTemplate, templateSchema } from './form';

const ZONE = 'Asia/Vladivostok';
const schema = templateSchema(ZONE);
const fields = { ...fieldsOf(undefined, ZONE), name: 'Весна', value: '12,5' };
const wrongs = (typed: typeof fields) =>
  schema.safeParse(typed).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('the editor of a template', () => {
  it('sends what was typed in the words of the API', () => {
    const terms = schema.parse({
      ...fields,
      min_order_amount: '1 500',
      valid_from: '2026-03-01T00:00',
      recurrence: 'days',
      recurrence_days: '30',
    });
    expect(newTemplate(terms)).toEqual({
      name: 'Весна',
      value_type: 'percent',
      value: '12.50',
      event: 'manual',
      usage_type: 'single',
      duration_days: 30,
      recurrence: { type: 'days', value: 30 },
      min_order_amount: '1500.00',
      valid_from: '2026-02-28T14:00:00.000Z',
      is_active: true,
    });
  });

  it('marks every field that cannot be read', () => {
    expect(
      wrongs({ ...fields, name: ' ', value: 'x', duration_days: '1,5', total_limit: 'x' }).sort(),
    ).toEqual(['duration_days', 'name', 'total_limit', 'value']);
  });

  it('makes a birthday yearly, whatever was chosen before', () => {
    const terms = schema.parse({ ...fields, event: 'birthday', recurrence: 'days', recurrence_days: '' });
    expect(terms.recurrence).toEqual({ type: 'yearly' });
  });

  it('does not look at how many uses a code for one use has', () =>
    expect(schema.parse({ ...fields, max_uses: 'abc' }).max_uses).toBeNull());

  it('shows a template as people write it, and sends only what was changed', () => {
    const template = {
      id: 1,
      name: 'Весна',
      value: '10.00',
      value_type: 'percent',
      event: 'manual',
      usage_type: 'single',
      duration_days: 100,
      recurrence: { type: 'once' },
      min_order_amount: '500.00',
      valid_until: '2026-03-08T13:59:30.000Z',
      issued_count: 0,
      is_active: true,
      created_at: '2026-01-01T00:00:00.000Z',
    } as const;
    const shown = fieldsOf(template, ZONE);
    expect(shown).toMatchObject({ value: '10', duration_days: '100', min_order_amount: '500' });
    const before = schema.parse(shown);
    expect(changedOf(before, before, schema.parse(shown))).toEqual({});
    const after = schema.parse({ ...shown, name: 'Лето', min_order_amount: '' });
    expect(changedOf(after, after, before)).toEqual({ name: 'Лето', min_order_amount: null });
  });
});
