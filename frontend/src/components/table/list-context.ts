import { createContext, use } from 'react';
import type { Filtering } from './list-state';

export const ListContext = createContext<Filtering | null>(null);

/** The list to which a filter belongs. */
export function useList(): Filtering {
  const list = use(ListContext);
  if (!list) throw new Error('drawn outside <FilterBar>');
  return list;
}
