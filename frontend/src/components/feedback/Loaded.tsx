import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice';
import { Loading } from './Loading';

interface Props<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  children: (data: T) => ReactNode;
  minHeight?: number;
}

/** Draws what a query brought; until then that it is on its way, or why it could not come. Old data stays on errors. */
export function Loaded<T>({ query, children, minHeight }: Props<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return <Loading {...(minHeight === undefined ? {} : { minHeight })} />;
}
