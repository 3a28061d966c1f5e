import type { Gender, SegmentCondition } from '@/api/schema';

/** A field of a condition; docs/SEGMENTS.md explains each. */
export type Field = SegmentCondition['field'];

/** The operator of a condition. */
export type Op = SegmentCondition['op'];

/** The type of a field, which decides its ops and values. */
export type Kind = 'word' | 'number' | 'money' | 'flag' | 'tags' | 'time';

/** The ops and values of a field. */
interface FieldRule {
  kind: Kind;
  /** The offered ops, the usual one first. Other ops are shown only where a filter has them. */
  ops: readonly Op[];
  /** The least number that the field can be. */
  least?: number;
  /** Whether the value can be missing: then neither a condition nor its opposite op is true. */
  canMiss?: true;
}

const COUNT_OPS = ['gte', 'lte', 'eq', 'ne', 'gt', 'lt', 'between', 'in'] as const;
const TIME_OPS = ['within_days', 'older_than_days', 'between', 'gte', 'lte', 'gt', 'lt', 'eq', 'ne'] as const;
const COUNT = { kind: 'number', ops: COUNT_OPS, least: 0 } as const;
const TIME = { kind: 'time', ops: TIME_OPS, least: 1 } as const;
const FLAG = { kind: 'flag', ops: ['eq'], least: 0 } as const;

/** All fields of conditions. */
export const fieldRules: Readonly<Record<Field, FieldRule>> = {
  gender: { kind: 'word', ops: ['eq', 'ne', 'in'], least: 0 },
  age: {
    kind: 'number',
    ops: ['between', ...COUNT_OPS.filter((op) => op !== 'between')],
    least: 0,
    canMiss: true,
  },
  birthday_month: { kind: 'number', ops: ['eq', 'in', 'ne', 'between'], least: 1, canMiss: true },
  is_subscribed: FLAG,
  has_phone: FLAG,
  tags: { kind: 'tags', ops: ['contains', 'in'], least: 1 },
  campaign_id: { kind: 'number', ops: ['eq', 'in', 'ne', 'gte'], least: 1, canMiss: true },
  created_at: TIME,
  last_seen_at: { ...TIME, canMiss: true },
  last_redeemed_at: { ...TIME, canMiss: true },
  discounts_issued: COUNT,
  discounts_redeemed: COUNT,
  orders_count: COUNT,
  orders_total: { kind: 'money', ops: COUNT_OPS, least: 0 },
};

/** The fields in groups, as offered. */
export const fieldGroups = {
  person: ['gender', 'age', 'birthday_month', 'tags', 'has_phone', 'is_subscribed', 'campaign_id'],
  time: ['created_at', 'last_seen_at', 'last_redeemed_at'],
  shopping: ['orders_count', 'orders_total', 'discounts_issued', 'discounts_redeemed'],
} as const satisfies Record<string, readonly Field[]>;

/** The names of `fieldGroups`, in their order. */
export const fieldGroupNames = ['person', 'time', 'shopping'] as const;

/** The values of `gender`. */
export const genders = ['female', 'male', 'unknown'] as const satisfies readonly Gender[];

/** The value of an op: one, a pair from–to, a list, or a number of days. */
export type Shape = 'one' | 'pair' | 'list' | 'days';

/** The shape of an op's value. */
export function shapeOf(op: Op): Shape {
  if (op === 'between') return 'pair';
  if (op === 'in') return 'list';
  return op === 'within_days' || op === 'older_than_days' ? 'days' : 'one';
}
