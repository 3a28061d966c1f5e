import { describe, expect, it } from 'vitest';
import { readFilter } from './read';
import type { ConditionDraft, FilterDraft } from './tree';

const adult: ConditionDraft = { field: 'age', op: 'gte', value: 18 };
const codes = (draft: FilterDraft) => readFilter(draft).problems.map(({ path, code }) => `${path} ${code}`);
const value = (condition: ConditionDraft) => {
  const { filter } = readFilter(condition);
  return filter !== null && 'value' in filter ? filter.value : readFilter(condition).problems;
};

describe('readFilter', () => {
  it('turns what was typed into what the API takes', () => {
    expect(value({ field: 'age', op: 'between', value: ['25', ' 40 '] })).toEqual([25, 40]);
    expect(value({ field: 'orders_total', op: 'gte', value: '1 500,5' })).toBe('1500.50');
    expect(value({ field: 'tags', op: 'in', value: [' vip ', 'опт'] })).toEqual(['vip', 'опт']);
    expect(value({ field: 'created_at', op: 'within_days', value: '7' })).toBe(7);
    expect(value({ field: 'birthday_month', op: 'in', value: ['3', 4] })).toEqual([3, 4]);
  });

  it('leaves a filter of the API as it is', () => {
    const filter: FilterDraft = {
      all: [
        { field: 'gender', op: 'eq', value: 'female' },
        { any: [adult, { field: 'tags', op: 'contains', value: 'vip' }] },
        { not: { field: 'last_redeemed_at', op: 'lte', value: '2026-03-05T12:00:00Z' } },
        { field: 'orders_total', op: 'between', value: ['0.00', '10000000000.00'] },
      ],
    };
    expect(readFilter(filter)).toEqual({ filter, problems: [] });
  });

  it('names each place that does not fit', () =>
    expect(
      codes({
        all: [
          { field: 'age', op: 'between', value: ['', '40'] },
          { not: { field: 'orders_count', op: 'eq', value: '1,5' } },
          { any: [] },
          { field: 'age', op: 'between', value: [40, 25] },
          { field: 'created_at', op: 'older_than_days', value: 36_501 },
          { field: 'created_at', op: 'eq', value: '0001-01-01' },
          { field: 'orders_total', op: 'gte', value: '1.234' },
          { field: 'tags', op: 'in', value: [] },
          { field: 'tags', op: 'contains', value: 'х'.repeat(65) },
        ],
      }),
    ).toEqual([
      '/all/0/value/0 required',
      '/all/1/not/value integer',
      '/all/2/any empty',
      '/all/3/value backwards',
      '/all/4/value range',
      '/all/5/value date',
      '/all/6/value amount',
      '/all/7/value required',
      '/all/8/value tagLength',
    ]));

  it('lets only the outermost group that asks for all be empty', () => {
    expect(codes({ all: [] })).toEqual([]);
    expect(codes({ any: [] })).toEqual(['/any empty']);
    expect(codes({ not: { all: [] } })).toEqual(['/not/all empty']);
  });

  it('keeps to 8 groups inside each other and 64 conditions', () => {
    const nested = (depth: number): FilterDraft => (depth === 0 ? adult : { not: nested(depth - 1) });
    expect(codes(nested(8))).toEqual([]);
    expect(codes(nested(9))).toEqual(['/not/not/not/not/not/not/not/not tooDeep']);
    const many = (count: number): FilterDraft => ({ all: Array.from({ length: count }, () => adult) });
    expect(codes(many(64))).toEqual([]);
    expect(codes(many(66))).toEqual(['/all/64 tooManyConditions']);
  });

  it('does not say which of a day and an instant comes first', () =>
    expect(
      codes({ field: 'created_at', op: 'between', value: ['2026-03-05', '2026-03-04T23:00:00Z'] }),
    ).toEqual([]));
});
