import { useCallback, useState } from 'react';

/** State that this browser keeps, such as a choice of columns. Unreadable or refused storage falls back to `initial`. */
export function useStored<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `marmelad.${name}`;
  const [value, setValue] = useState<T>(() => read(key) ?? initial);
  const store = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A full or closed storage: the choice holds until the page is left.
      }
    },
    [key],
  );
  return [value, store];
}

function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
