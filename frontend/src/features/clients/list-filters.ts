import type { Gender, SegmentFilter, UserFilter } from '@/api/schema';

/** The list's filters, as text of the address. */
export type Filters = Readonly<Record<string, string>>;

/** A filter that segments do not have, or that is invalid. */
export type NotCarried = 'search' | 'is_blocked' | 'segment_id' | 'is_test' | 'other';

const genders: readonly string[] = ['male', 'female', 'unknown'] satisfies Gender[];

/** The list's filters as a segment filter, and those that segments do not have. */
export function segmentFilterOf(filters: Filters): { filter: SegmentFilter; left: readonly NotCarried[] } {
  const parts: (SegmentFilter | undefined)[] = [];
  const left: NotCarried[] = [];
  const { gender, tag } = filters as Partial<Filters>;
  if (gender !== undefined)
    parts.push(isGender(gender) ? { field: 'gender', op: 'eq', value: gender } : undefined);
  if (filters['is_subscribed'] !== undefined)
    parts.push({ field: 'is_subscribed', op: 'eq', value: filters['is_subscribed'] === 'true' });
  for (const field of ['birthday_month', 'campaign_id'] as const)
    if (filters[field] !== undefined) {
      const value = whole(filters[field]);
      parts.push(value === undefined ? undefined : { field, op: 'eq', value });
    }
  if (tag !== undefined) parts.push({ field: 'tags', op: 'contains', value: tag });
  if (filters['age_from'] !== undefined || filters['age_to'] !== undefined)
    parts.push(ages(filters['age_from'], filters['age_to']));
  if (filters['created_from'] !== undefined || filters['created_to'] !== undefined)
    parts.push(days(filters['created_from'], filters['created_to']));
  for (const name of ['search', 'is_blocked', 'segment_id'] as const)
    if (filters[name] !== undefined) left.push(name);
  if ((filters['is_test'] ?? 'false') !== 'false') left.push('is_test');
  if (parts.includes(undefined)) left.push('other');
  return { filter: { all: parts.filter((part) => part !== undefined) }, left };
}

/** The id of the segment when the list shows exactly its clients. */
export function onlySegment(filters: Filters): number | undefined {
  const { is_test: test = 'false', segment_id: id, ...others } = filters as Partial<Record<string, string>>;
  return test === 'false' && Object.keys(others).length === 0 ? whole(id) : undefined;
}

/** The list's filters as `POST /users/bulk` takes them; `query` holds them as text, with instants for days. */
export function userFilterOf(query: Filters): UserFilter {
  const numbers = ['age_from', 'age_to', 'birthday_month', 'campaign_id', 'segment_id'];
  const flags = ['is_subscribed', 'is_blocked'];
  const typed = Object.entries(query).map(([name, value]): [string, string | number | boolean] => {
    if (numbers.includes(name)) return [name, Number(value)];
    return [name, flags.includes(name) ? value === 'true' : value];
  });
  return Object.fromEntries(typed);
}

function isGender(word: string): word is Gender {
  return genders.includes(word);
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function ages(from: string | undefined, to: string | undefined): SegmentFilter | undefined {
  const [least, most] = [whole(from), whole(to)];
  if ((from !== undefined && least === undefined) || (to !== undefined && most === undefined))
    return undefined;
  if (least !== undefined && most !== undefined) {
    return least <= most ? { field: 'age', op: 'between', value: [least, most] } : undefined;
  }
  if (least !== undefined) return { field: 'age', op: 'gte', value: least };
  return most === undefined ? undefined : { field: 'age', op: 'lte', value: most };
}

/** Days stay days: segments read them in the shops' zone. */
function days(from: string | undefined, to: string | undefined): SegmentFilter | undefined {
  if (from !== undefined && to !== undefined) {
    return from <= to ? { field: 'created_at', op: 'between', value: [from, to] } : undefined;
  }
  if (from !== undefined) return { field: 'created_at', op: 'gte', value: from };
  return to === undefined ? undefined : { field: 'created_at', op: 'lte', value: to };
}
