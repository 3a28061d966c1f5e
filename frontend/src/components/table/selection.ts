import { useMemo, useState } from 'react';

/** The ticked rows, of all pages. */
export interface Selection {
  ids: ReadonlySet<number>;
  change: (ids: ReadonlySet<number>) => void;
  clear: () => void;
}

/** Keeps the ticked rows. */
export function useSelection(): Selection {
  const [ids, change] = useState<ReadonlySet<number>>(new Set());
  return useMemo(
    () => ({
      ids,
      change,
      clear: () => change(new Set()),
    }),
    [ids],
  );
}
