import { useMemo, useState } from 'react';

/** Which rows are ticked; rows of other pages too. */
export interface Selection {
  ids: ReadonlySet<number>;
  change: (ids: ReadonlySet<number>) => void;
  clear: () => void;
}

/** Keeps which rows are ticked. */
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
