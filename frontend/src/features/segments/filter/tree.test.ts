import { describe, expect, it } from 'vitest';
import {
  asGroup,
  countConditions,
  group,
  negated,
  newCondition,
  opened,
  withOp,
  withPart,
  type ConditionDraft,
} from './tree';

const female: ConditionDraft = { field: 'gender', op: 'eq', value: 'female' };
const adult: ConditionDraft = { field: 'age', op: 'gte', value: 18 };

describe('opened', () => {
  it('takes the nots off, two of them cancelling each other out, and says where it ends', () => {
    expect(opened({ not: { any: [female] } })).toEqual({
      kind: 'group',
      mode: 'none',
      parts: [female],
      path: '/not/any',
    });
    expect(opened({ not: { not: female } })).toEqual({
      kind: 'condition',
      isNegated: false,
      condition: female,
      path: '/not/not',
    });
  });

  it('is undone by group and negated', () => {
    for (const node of [
      { all: [female] },
      { any: [female] },
      { not: { all: [adult] } },
      { not: { any: [] } },
    ]) {
      const inside = opened(node);
      expect(inside.kind === 'group' && group(inside.mode, inside.parts)).toEqual(node);
    }
    expect(negated(female, true)).toEqual({ not: female });
  });

  it('reads a flag that is not as its opposite', () => {
    const inside = opened({ field: 'has_phone', op: 'ne', value: true });
    expect(inside.kind === 'condition' && inside.condition).toEqual({
      field: 'has_phone',
      op: 'eq',
      value: false,
    });
  });
});

it('makes a group of a lone condition, with its not', () =>
  expect(asGroup({ not: female })).toEqual({
    kind: 'group',
    mode: 'all',
    parts: [{ not: female }],
    path: '',
  }));

it('replaces and removes parts', () => {
  expect(withPart([female, adult], 0, adult)).toEqual([adult, adult]);
  expect(withPart([female, adult], 0, null)).toEqual([adult]);
});

it('counts conditions through groups', () =>
  expect(countConditions({ all: [female, { not: { any: [adult, female] } }] })).toBe(3));

describe('withOp', () => {
  it('keeps what was typed where it fits', () => {
    expect(withOp(adult, 'between').value).toEqual([18, '']);
    expect(withOp({ ...adult, op: 'between', value: [18, 30] }, 'in').value).toEqual([18, 30]);
    expect(withOp({ ...adult, op: 'in', value: [18, 30] }, 'lt').value).toBe(18);
    expect(withOp({ ...adult, op: 'gte', value: '' }, 'in').value).toEqual([]);
  });

  it('takes no day for a number of days', () => {
    const since: ConditionDraft = { field: 'created_at', op: 'gte', value: '2026-03-05' };
    expect(withOp(since, 'within_days').value).toBe('');
    expect(withOp({ ...since, op: 'within_days', value: '7' }, 'older_than_days').value).toBe('7');
  });

  it('asks for any campaign by its least number', () => {
    const spring: ConditionDraft = { field: 'campaign_id', op: 'eq', value: 3 };
    expect(withOp(spring, 'gte').value).toBe(1);
    expect(withOp({ ...spring, op: 'gte', value: 1 }, 'eq').value).toBe('');
  });
});

it('begins conditions with the usual op and nothing chosen', () => {
  expect(newCondition('age')).toEqual({ field: 'age', op: 'between', value: ['', ''] });
  expect(newCondition('is_subscribed')).toEqual({ field: 'is_subscribed', op: 'eq', value: true });
});
