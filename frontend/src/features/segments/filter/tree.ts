import { fieldRules, shapeOf, type Field, type Op } from './fields';

/** One value as it was typed. */
export type Typed = string | number | boolean | null;

/** A condition while it is being edited: its value may be unfinished. */
export interface ConditionDraft {
  field: Field;
  op: Op;
  value: Typed | readonly Typed[];
}

/** A filter while it is being edited. Every filter of the API is one; `readFilter` makes a filter of it again. */
export type FilterDraft =
  { all: readonly FilterDraft[] } | { any: readonly FilterDraft[] } | { not: FilterDraft } | ConditionDraft;

/** When a group holds: all parts do, at least one does, not all do, none does. */
export const groupModes = ['all', 'any', 'none', 'notAll'] as const;
export type GroupMode = (typeof groupModes)[number];

/** A group or condition with the `not`s around it taken off. `path` leads from the node to what is inside them. */
export type Opened =
  | { kind: 'group'; mode: GroupMode; parts: readonly FilterDraft[]; path: string }
  | { kind: 'condition'; isNegated: boolean; condition: ConditionDraft; path: string };

/** Everybody. */
export const everybody: FilterDraft = { all: [] };

/** What stands inside a node's `not`s; two of them cancel each other out. */
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

/** A filter as a group, which it is not when it is a single condition. */
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

/** The condition, or what is true when it is not. */
export function negated(condition: ConditionDraft, isNegated: boolean): FilterDraft {
  return isNegated ? { not: condition } : condition;
}

/** The list with one part replaced, or taken out when `part` is null. */
export function withPart(
  parts: readonly FilterDraft[],
  index: number,
  part: FilterDraft | null,
): readonly FilterDraft[] {
  return part === null ? parts.toSpliced(index, 1) : parts.with(index, part);
}

/** A condition as it begins, asked in the usual way. */
export function newCondition(field: Field): ConditionDraft {
  const { kind, ops } = fieldRules[field];
  const op = ops[0] ?? 'eq';
  if (kind === 'flag') return { field, op, value: true };
  return { field, op, value: emptyValue(op) };
}

/** The condition with another op; what was typed stays where it fits. */
export function withOp(condition: ConditionDraft, op: Op): ConditionDraft {
  const { field, value } = condition;
  // "Any campaign" asks for no value.
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

/** Whether a condition asks for any campaign at all. */
export function isAnyCampaign({ field, op, value }: ConditionDraft): boolean {
  return field === 'campaign_id' && op === 'gte' && Number(value) === 1;
}

/** The values of a condition, however many it takes. */
export function listOf(value: ConditionDraft['value']): readonly Typed[] {
  return isList(value) ? value : [value];
}

/** Whether something was typed. */
export function isTyped(value: Typed | undefined): boolean {
  return value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');
}

/** How many conditions a filter has. */
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
