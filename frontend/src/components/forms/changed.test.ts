import { expect, it } from 'vitest';
import { changedOf } from './changed';

const begun = { name: 'Анна', phone: '', tags: ['vip'] };

it('is nothing where nothing was typed', () =>
  expect(changedOf({ name: 'Анна', phone: null, tags: ['vip'] }, { ...begun, tags: ['vip'] }, begun)).toEqual(
    {},
  ));

it('is what was typed, read as it is sent', () => {
  const typed = { name: 'Анна', phone: ' ', tags: [] };
  expect(changedOf({ name: 'Анна', phone: null, tags: [] }, typed, begun)).toEqual({ phone: null, tags: [] });
});
