/** What was typed into a form and not saved yet, kept by this tab: a crash, a reload or a new login loses nothing. */
const key = (name: string) => `marmelad.draft.${name}`;

/** What was kept under `name`. */
export function readDraft<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(key(name));
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Keeps `values` under `name`; a browser that keeps nothing is no reason to fail. */
export function keepDraft(name: string, values: unknown): void {
  try {
    sessionStorage.setItem(key(name), JSON.stringify(values));
  } catch {
    // The form itself still holds it.
  }
}

/** Forgets what was kept. */
export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(key(name));
  } catch {
    // Nothing was kept.
  }
}
