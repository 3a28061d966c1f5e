/** Unsaved input of a form, kept by the tab over a crash, a reload or a new login. */
const key = (name: string) => `marmelad.draft.${name}`;

/** The input kept under `name`. */
export function readDraft<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(key(name));
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Keeps `values` under `name`; does nothing when the browser has no storage. */
export function keepDraft(name: string, values: unknown): void {
  try {
    sessionStorage.setItem(key(name), JSON.stringify(values));
  } catch {
    // The form itself still holds it.
  }
}

/** Removes the kept input. */
export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(key(name));
  } catch {
    // Nothing was kept.
  }
}
