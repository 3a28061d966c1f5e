import { createContext, use } from 'react';
import type { ListState } from './list-state';

export const ListContext = createContext<ListState | null>(null);

/** For filters: the list whose filter they are. */
export function useList(): ListState {
  const list = use(ListContext);
  if (!list) throw new Error('drawn outside <FilterBar>');
  return list;
}
