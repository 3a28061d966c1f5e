import { useCallback, useState } from 'react';

/** State kept in the browser's storage, such as a choice of columns; `initial` when the storage cannot be read. */
export function useStored<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `marmelad.${name}`;
  const [value, setValue] = useState<T>(() => read(key) ?? initial);
  const store = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Without storage the choice lasts until the page is left.
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
