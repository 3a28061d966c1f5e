import type { SegmentFilter } from '@/api/schema';
import { isDay } from '@/components/zone';
import { fieldRules, shapeOf, type Kind, type Shape } from './fields';
import { isTyped, listOf, type ConditionDraft, type FilterDraft, type Typed } from './tree';

/** A place in a filter that is empty, or holds no number, amount or date; `path` is a JSON Pointer into the filter. */
export interface FilterGap {
  path: string;
  code: 'required' | 'integer' | 'amount' | 'date';
}

/** The typed filter as the API takes it, or its gaps. Everything else is checked by the server. */
export function readFilter(draft: FilterDraft): { filter: SegmentFilter | null; gaps: readonly FilterGap[] } {
  const gaps: FilterGap[] = [];
  const filter = readNode(draft, '', gaps);
  return { filter: gaps.length === 0 ? filter : null, gaps };
}

function readNode(node: FilterDraft, path: string, gaps: FilterGap[]): SegmentFilter {
  const parts = (inside: readonly FilterDraft[], place: string) => {
    // Only the outermost `all` may be empty: it means everybody.
    if (inside.length === 0 && place !== '/all') gaps.push({ path: place, code: 'required' });
    return inside.map((part, index) => readNode(part, `${place}/${index}`, gaps));
  };
  if ('not' in node) return { not: readNode(node.not, `${path}/not`, gaps) };
  if ('all' in node) return { all: parts(node.all, `${path}/all`) };
  if ('any' in node) return { any: parts(node.any, `${path}/any`) };
  const { field, op } = node;
  return { field, op, value: readValue(node, `${path}/value`, gaps) } as SegmentFilter;
}

function readValue({ field, op, value }: ConditionDraft, path: string, gaps: FilterGap[]) {
  const { kind } = fieldRules[field];
  const shape = shapeOf(op);
  const values = listOf(value);
  const one = (typed: Typed | undefined, place: string) => {
    const read = isTyped(typed) ? readOne(kind, shape, typed ?? '') : ({ code: 'required' } as const);
    if ('value' in read) return read.value;
    gaps.push({ path: place, ...read });
    return null;
  };
  if (shape === 'pair') return [one(values[0], `${path}/0`), one(values[1], `${path}/1`)];
  if (shape !== 'list') return one(values[0], path);
  if (values.length === 0) gaps.push({ path, code: 'required' });
  return values.map((typed, index) => one(typed, `${path}/${index}`));
}

function readOne(kind: Kind, shape: Shape, typed: Typed): { value: Typed } | Pick<FilterGap, 'code'> {
  const text = String(typed).trim();
  const digits = text.replace(/[\s\u00a0\u202f₽]/g, '').replace(',', '.');
  if (kind === 'flag') return { value: typed === true };
  if (kind === 'word' || kind === 'tags') return { value: text };
  if (kind === 'money') {
    // Text, since floating-point numbers are not exact.
    const [roubles = '', kopecks = ''] = digits.split('.');
    return /^\d+(\.\d{1,2})?$/.test(digits)
      ? { value: `${roubles}.${kopecks.padEnd(2, '0')}` }
      : { code: 'amount' };
  }
  if (kind === 'time' && shape !== 'days') {
    const isTime =
      isDay(text.slice(0, 10)) && /^(T.+)?$/.test(text.slice(10)) && !Number.isNaN(Date.parse(text));
    return isTime ? { value: text } : { code: 'date' };
  }
  return /^\d+$/.test(digits) ? { value: Number(digits) } : { code: 'integer' };
}
