/** A change of one field, as the log keeps it. */
export interface Difference {
  field: string;
  old: string | null;
  new: string | null;
  /** Personal data: the log keeps only that it changed. */
  isHidden: boolean;
}

/** Reads a record's payload, `{field: {old, new} | {changed: true}}`; anything else is shown as it is. */
export function differencesOf(payload: unknown): Difference[] {
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).map(([field, change]: [string, unknown]) => {
    if (typeof change === 'object' && change !== null) {
      if ('changed' in change) return { field, old: null, new: null, isHidden: true };
      if ('old' in change || 'new' in change) {
        const { old: before, new: after } = change as { old?: unknown; new?: unknown };
        return { field, old: shown(before), new: shown(after), isHidden: false };
      }
    }
    return { field, old: null, new: shown(change), isHidden: false };
  });
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
