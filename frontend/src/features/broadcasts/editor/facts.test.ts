import { expect, it } from 'vitest';
import type { Template } from '@/api/schema';
import { fill } from '@/features/broadcasts/message/placeholders';
import { factsOf } from './facts';

const ZONE = 'Asia/Vladivostok';
const template = {
  value: '10.00',
  value_type: 'percent',
  duration_days: 30,
  usage_type: 'single',
} as Template;

it('names the reader, by the whole name where there is no first one', () => {
  const text = '{first_name}/{display_name}';
  expect(fill(text, factsOf({ first_name: 'Анна', display_name: 'Анна И.' }, undefined, ZONE))).toBe(
    'Анна/Анна И.',
  );
  expect(fill(text, factsOf({ display_name: 'Анна И.' }, undefined, ZONE))).toBe('Анна И./Анна И.');
  expect(
    factsOf({ first_name: 'Ы'.repeat(80), display_name: 'Ы' }, undefined, ZONE)['first_name'],
  ).toHaveLength(64);
});

it('knows of a code only with a discount', () => {
  expect(factsOf({ display_name: 'Анна' }, undefined, ZONE)).not.toHaveProperty('code');
  const facts = factsOf({ display_name: 'Анна' }, template, ZONE);
  expect(facts).toMatchObject({ code: 'ДЯА4589', value: '10\u00a0%', min_order: '', uses_left: '' });
  expect(facts['last_day']).toMatch(/^\d{1,2} [а-я]+/);
});

it('leaves out the line about what a discount has not', () => {
  const text = 'Код {code}\nПри покупке от {min_order}';
  const facts = (more: Partial<Template>) =>
    factsOf({ display_name: 'Анна' }, { ...template, ...more }, ZONE);
  expect(fill(text, facts({}))).toBe('Код ДЯА4589');
  expect(fill(text, facts({ min_order_amount: '500.00' }))).toMatch(/от 500\s₽$/);
});
