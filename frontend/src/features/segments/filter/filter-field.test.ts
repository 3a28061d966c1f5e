import { describe, expect, it } from 'vitest';
import { filterErrors, filterField } from './filter-field';

describe('filterField', () => {
  it('gives what the API takes', () =>
    expect(filterField().parse({ field: 'age', op: 'eq', value: '30' })).toEqual({
      field: 'age',
      op: 'eq',
      value: 30,
    }));

  it('tells each place in words', () => {
    const { error } = filterField().safeParse({ all: [{ field: 'birthday_month', op: 'eq', value: 'x' }] });
    expect(error?.issues).toMatchObject([{ path: ['all', '0', 'value'], message: 'Введите целое число' }]);
  });
});

it('finds the places in what a form keeps as errors', () => {
  const ref = { name: 'all', value: { message: 'no error' } };
  const error = {
    all: [undefined, { not: { value: [{ type: 'custom', message: 'a', ref }] } }],
    message: 'b',
    type: 'custom',
  };
  expect(filterErrors(error)).toEqual([
    { path: '', text: 'b' },
    { path: '/all/1/not/value/0', text: 'a' },
  ]);
  expect(filterErrors(undefined)).toEqual([]);
});
