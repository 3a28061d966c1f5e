/** A change of one field, as the log keeps it. */
export interface Difference {
  field: string;
  /** Null where there was or is no value. */
  old: unknown;
  new: unknown;
  /** Personal data: the log keeps only that it changed. */
  isHidden: boolean;
}

/**
 * Reads a record's payload, `{field: {old, new} | {changed: true}}`; anything else is shown as it is. Fields without an
 * old and a new value are left out.
 */
export function differencesOf(payload: unknown): Difference[] {
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload)
    .map(([field, change]: [string, unknown]) => differenceOf(field, change))
    .filter(({ isHidden, old, new: next }) => isHidden || !isNothing(old) || !isNothing(next));
}

const isNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

function differenceOf(field: string, change: unknown): Difference {
  if (typeof change === 'object' && change !== null) {
    if ('changed' in change) return { field, old: null, new: null, isHidden: true };
    if ('old' in change || 'new' in change) {
      const { old: before = null, new: after = null } = change as { old?: unknown; new?: unknown };
      return { field, old: before, new: after, isHidden: false };
    }
  }
  return { field, old: null, new: change ?? null, isHidden: false };
}
