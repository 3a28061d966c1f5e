import { fieldRules, shapeOf, type Field, type Op } from './fields';

/** One typed value. */
export type Typed = string | number | boolean | null;

/** A condition while it is edited; its value may be incomplete. */
export interface ConditionDraft {
  field: Field;
  op: Op;
  value: Typed | readonly Typed[];
}

/** A filter while it is edited. Every filter of the API is a draft; `readFilter` converts it back. */
export type FilterDraft =
  { all: readonly FilterDraft[] } | { any: readonly FilterDraft[] } | { not: FilterDraft } | ConditionDraft;

/** When a group is true: all parts are, any part is, not all are, none is. */
export const groupModes = ['all', 'any', 'none', 'notAll'] as const;
export type GroupMode = (typeof groupModes)[number];

/** A group or condition without the `not`s around it. `path` leads from the node to it. */
export type Opened =
  | { kind: 'group'; mode: GroupMode; parts: readonly FilterDraft[]; path: string }
  | { kind: 'condition'; isNegated: boolean; condition: ConditionDraft; path: string };

/** Everybody. */
export const everybody: FilterDraft = { all: [] };

/** The content of a node's `not`s; two `not`s cancel out. */
export function opened(node: FilterDraft, isNegated = false, path = ''): Opened {
  if ('not' in node) return opened(node.not, !isNegated, `${path}/not`);
  if ('all' in node)
    return { kind: 'group', mode: isNegated ? 'notAll' : 'all', parts: node.all, path: `${path}/all` };
  if ('any' in node)
    return { kind: 'group', mode: isNegated ? 'none' : 'any', parts: node.any, path: `${path}/any` };
  const turnsFlag = fieldRules[node.field].kind === 'flag' && node.op === 'ne';
  const condition: ConditionDraft = turnsFlag ? { ...node, op: 'eq', value: node.value !== true } : node;
  return { kind: 'condition', isNegated, condition, path };
}

/** A filter as a group; a single condition becomes a group of one. */
export function asGroup(node: FilterDraft): Extract<Opened, { kind: 'group' }> {
  const inside = opened(node);
  return inside.kind === 'group' ? inside : { kind: 'group', mode: 'all', parts: [node], path: '' };
}

/** A group of these parts. */
export function group(mode: GroupMode, parts: readonly FilterDraft[]): FilterDraft {
  switch (mode) {
    case 'all':
      return { all: parts };
    case 'any':
      return { any: parts };
    case 'none':
      return { not: { any: parts } };
    case 'notAll':
      return { not: { all: parts } };
  }
}

/** The condition or its negation. */
export function negated(condition: ConditionDraft, isNegated: boolean): FilterDraft {
  return isNegated ? { not: condition } : condition;
}

/** The list with one part replaced, or removed when `part` is null. */
export function withPart(
  parts: readonly FilterDraft[],
  index: number,
  part: FilterDraft | null,
): readonly FilterDraft[] {
  return part === null ? parts.toSpliced(index, 1) : parts.with(index, part);
}

/** A new condition with the usual op. */
export function newCondition(field: Field): ConditionDraft {
  const { kind, ops } = fieldRules[field];
  const op = ops[0] ?? 'eq';
  if (kind === 'flag') return { field, op, value: true };
  return { field, op, value: emptyValue(op) };
}

/** The condition with another op; the value is kept where it fits. */
export function withOp(condition: ConditionDraft, op: Op): ConditionDraft {
  const { field, value } = condition;
  // "Any campaign" has no value to enter.
  if (field === 'campaign_id' && op === 'gte') return { field, op, value: 1 };
  if (isAnyCampaign(condition)) return { field, op, value: emptyValue(op) };
  const from = shapeOf(condition.op);
  const to = shapeOf(op);
  if (from === to) return { field, op, value };
  if (from === 'days' || to === 'days') return { field, op, value: emptyValue(op) };
  const values = listOf(value);
  const [first = '', second = ''] = values;
  if (to === 'one') return { field, op, value: first };
  return { field, op, value: to === 'pair' ? [first, second] : values.filter(isTyped) };
}

/** Whether a condition means "any campaign". */
export function isAnyCampaign({ field, op, value }: ConditionDraft): boolean {
  return field === 'campaign_id' && op === 'gte' && Number(value) === 1;
}

/** The values of a condition as a list. */
export function listOf(value: ConditionDraft['value']): readonly Typed[] {
  return isList(value) ? value : [value];
}

/** Whether a value is not empty. */
export function isTyped(value: Typed | undefined): boolean {
  return value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');
}

/** The number of conditions in a filter. */
export function countConditions(node: FilterDraft): number {
  const inside = opened(node);
  if (inside.kind === 'condition') return 1;
  return inside.parts.reduce((sum, part) => sum + countConditions(part), 0);
}

function isList(value: ConditionDraft['value']): value is readonly Typed[] {
  return Array.isArray(value);
}

function emptyValue(op: Op): ConditionDraft['value'] {
  const shape = shapeOf(op);
  if (shape === 'pair') return ['', ''];
  return shape === 'list' ? [] : '';
}
