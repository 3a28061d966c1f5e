import { describe, expect, it } from 'vitest';
import { readFilter } from './read';
import type { ConditionDraft, FilterDraft } from './tree';

const adult: ConditionDraft = { field: 'age', op: 'gte', value: 18 };
const codes = (draft: FilterDraft) => readFilter(draft).gaps.map(({ path, code }) => `${path} ${code}`);
const value = (condition: ConditionDraft) => {
  const { filter } = readFilter(condition);
  return filter !== null && 'value' in filter ? filter.value : readFilter(condition).gaps;
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
    expect(readFilter(filter)).toEqual({ filter, gaps: [] });
  });

  it('names each place that is empty or cannot be read', () => {
    expect(
      codes({
        all: [
          { field: 'age', op: 'between', value: ['', '40'] },
          { not: { field: 'orders_count', op: 'eq', value: '1,5' } },
          { any: [] },
          { field: 'created_at', op: 'eq', value: '0001-01-01' },
          { field: 'orders_total', op: 'gte', value: '1.234' },
          { field: 'tags', op: 'in', value: [] },
        ],
      }),
    ).toEqual([
      '/all/0/value/0 required',
      '/all/1/not/value integer',
      '/all/2/any required',
      '/all/3/value date',
      '/all/4/value amount',
      '/all/5/value required',
    ]);
  });

  it('lets only the outermost group that asks for all be empty', () => {
    expect(codes({ all: [] })).toEqual([]);
    expect(codes({ any: [] })).toEqual(['/any required']);
    expect(codes({ not: { all: [] } })).toEqual(['/not/all required']);
  });
});
