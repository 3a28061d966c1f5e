import { describe, expect, it } from 'vitest';
import { onlySegment, segmentFilterOf, userFilterOf } from './list-filters';

describe('segmentFilterOf', () => {
  it('makes a condition of each filter that segments know', () => {
    const { filter, left } = segmentFilterOf({
      gender: 'female',
      is_subscribed: 'false',
      birthday_month: '3',
      campaign_id: '7',
      tag: 'vip',
      age_from: '25',
      age_to: '40',
      created_from: '2026-01-01',
      created_to: '2026-03-05',
      is_test: 'false',
    });
    expect(filter).toEqual({
      all: [
        { field: 'gender', op: 'eq', value: 'female' },
        { field: 'is_subscribed', op: 'eq', value: false },
        { field: 'birthday_month', op: 'eq', value: 3 },
        { field: 'campaign_id', op: 'eq', value: 7 },
        { field: 'tags', op: 'contains', value: 'vip' },
        { field: 'age', op: 'between', value: [25, 40] },
        { field: 'created_at', op: 'between', value: ['2026-01-01', '2026-03-05'] },
      ],
    });
    expect(left).toEqual([]);
  });

  it('knows half-open ranges', () =>
    expect(segmentFilterOf({ age_from: '0', created_to: '2026-03-05' }).filter).toEqual({
      all: [
        { field: 'age', op: 'gte', value: 0 },
        { field: 'created_at', op: 'lte', value: '2026-03-05' },
      ],
    }));

  it('names what cannot be carried over', () => {
    expect(
      segmentFilterOf({ search: 'анна', is_blocked: 'true', segment_id: '4', is_test: 'any', age_to: 'x' }),
    ).toEqual({ filter: { all: [] }, left: ['search', 'is_blocked', 'segment_id', 'is_test', 'other'] });
    expect(segmentFilterOf({ age_from: '40', age_to: '25', gender: 'x' }).left).toEqual(['other']);
  });
});

describe('onlySegment', () =>
  it('is the segment when nothing else narrows the list', () => {
    expect(onlySegment({ segment_id: '4' })).toBe(4);
    expect(onlySegment({ segment_id: '4', is_test: 'false' })).toBe(4);
    expect(onlySegment({ segment_id: '4', is_test: 'any' })).toBeUndefined();
    expect(onlySegment({ segment_id: '4', tag: 'vip' })).toBeUndefined();
    expect(onlySegment({})).toBeUndefined();
  }));

it('turns text into numbers and flags for a body', () =>
  expect(
    userFilterOf({
      search: '12',
      age_from: '18',
      is_blocked: 'false',
      is_test: 'any',
      created_from: '2026-01-01T00:00:00Z',
    }),
  ).toEqual({
    search: '12',
    age_from: 18,
    is_blocked: false,
    is_test: 'any',
    created_from: '2026-01-01T00:00:00Z',
  }));
