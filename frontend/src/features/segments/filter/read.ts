import type { SegmentFilter } from '@/api/schema';
import { isDay } from '@/components/zone';
import {
  fieldRules,
  genders,
  MAX_CONDITIONS,
  MAX_DEPTH,
  MAX_LISTED,
  shapeOf,
  type Kind,
  type Shape,
} from './fields';
import { isTyped, listOf, type ConditionDraft, type FilterDraft, type Typed } from './tree';

/** What is wrong with a filter, and where: `path` is a JSON Pointer into it. */
export interface FilterProblem {
  path: string;
  code:
    | 'required'
    | 'empty'
    | 'integer'
    | 'amount'
    | 'date'
    | 'range'
    | 'tagLength'
    | 'backwards'
    | 'tooManyValues'
    | 'tooManyConditions'
    | 'tooDeep';
  /** The least and greatest value, for `range`. */
  range?: readonly [number, number];
}

/** The filter that was typed, or what is not right yet. The same rules as the server's, so that it seldom refuses. */
export function readFilter(draft: FilterDraft): {
  filter: SegmentFilter | null;
  problems: readonly FilterProblem[];
} {
  const reader = new Reader();
  const filter = reader.node(draft, '', 0);
  return reader.problems.length === 0
    ? { filter, problems: [] }
    : { filter: null, problems: reader.problems };
}

class Reader {
  readonly problems: FilterProblem[] = [];
  private conditions = 0;

  node(node: FilterDraft, path: string, depth: number): SegmentFilter {
    if (!('field' in node) && depth === MAX_DEPTH) this.problems.push({ path, code: 'tooDeep' });
    if ('not' in node) return { not: this.node(node.not, `${path}/not`, depth + 1) };
    if ('all' in node) return { all: this.parts(node.all, `${path}/all`, depth, depth === 0) };
    if ('any' in node) return { any: this.parts(node.any, `${path}/any`, depth, false) };
    this.conditions += 1;
    if (this.conditions === MAX_CONDITIONS + 1) this.problems.push({ path, code: 'tooManyConditions' });
    const { field, op } = node;
    return { field, op, value: this.value(node, `${path}/value`) } as SegmentFilter;
  }

  private parts(parts: readonly FilterDraft[], path: string, depth: number, mayBeEmpty: boolean) {
    if (parts.length === 0 && !mayBeEmpty) this.problems.push({ path, code: 'empty' });
    return parts.map((part, index) => this.node(part, `${path}/${index}`, depth + 1));
  }

  private value({ field, op, value }: ConditionDraft, path: string) {
    const { kind, range } = fieldRules[field];
    const shape = shapeOf(op);
    const one = (typed: Typed, place: string) => {
      const read = isTyped(typed) ? readOne(kind, shape, typed, range) : ({ code: 'required' } as const);
      if ('code' in read) this.problems.push({ path: place, ...read });
      return 'value' in read ? read.value : null;
    };
    const values = listOf(value);
    switch (shape) {
      case 'one':
      case 'days':
        return one(values[0] ?? null, path);
      case 'pair':
        return this.pair([one(values[0] ?? null, `${path}/0`), one(values[1] ?? null, `${path}/1`)], path);
      case 'list':
        if (values.length === 0) this.problems.push({ path, code: 'required' });
        if (values.length > MAX_LISTED) this.problems.push({ path, code: 'tooManyValues' });
        return values.map((typed, index) => one(typed, `${path}/${index}`));
    }
  }

  private pair(pair: [Typed, Typed], path: string) {
    const [from, to] = pair.map(order);
    // Which of a day and an instant comes first is known only in a zone.
    if (isInstant(pair[0]) !== isInstant(pair[1])) return pair;
    if (from !== undefined && to !== undefined && from > to) this.problems.push({ path, code: 'backwards' });
    return pair;
  }
}

type One = { value: Typed } | Pick<FilterProblem, 'code' | 'range'>;

function readOne(kind: Kind, shape: Shape, typed: Typed, range: readonly [number, number]): One {
  const text = String(typed).trim();
  switch (kind) {
    case 'flag':
      return { value: typed === true };
    case 'word':
      return genders.some((word) => word === text) ? { value: text } : { code: 'required' };
    case 'tags':
      return Array.from(text).length <= range[1] ? { value: text } : { code: 'tagLength' };
    case 'money':
      return readMoney(text, range);
    case 'number':
      return readWhole(text, range);
    case 'time':
      return shape === 'days' ? readWhole(text, range) : readTime(text);
  }
}

const plain = (text: string) => text.replace(/[\s\u00a0\u202f₽]/g, '').replace(',', '.');

function readWhole(text: string, range: readonly [number, number]): One {
  const digits = plain(text);
  if (!/^\d+$/.test(digits)) return { code: 'integer' };
  const value = Number(digits);
  return value >= range[0] && value <= range[1] ? { value } : { code: 'range', range };
}

function readMoney(text: string, range: readonly [number, number]): One {
  const digits = plain(text);
  if (!/^\d+(\.\d{1,2})?$/.test(digits)) return { code: 'amount' };
  if (Number(digits) > range[1]) return { code: 'range', range };
  // As text: floats are not exact.
  const [rubles = '0', kopecks = ''] = digits.split('.');
  return { value: `${rubles}.${kopecks.padEnd(2, '0')}` };
}

/** A local day or an instant. */
function readTime(text: string): One {
  const isTime =
    isDay(text.slice(0, 10)) && /^(T.+)?$/.test(text.slice(10)) && !Number.isNaN(Date.parse(text));
  return isTime ? { value: text } : { code: 'date' };
}

const isInstant = (value: Typed) => typeof value === 'string' && value.includes('T');

/** By what two values of a pair are compared. */
function order(value: Typed): number | undefined {
  if (value === null) return undefined;
  const text = String(value);
  return /^\d{4}-/.test(text) ? Date.parse(text) : Number(text);
}
