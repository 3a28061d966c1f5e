import { useMemo } from 'react';
import { useGet } from '@/api/queries';

/** Tags of the newest clients; the API has no list of all tags. */
export function useKnownTags(isWanted = true): string[] {
  const users = useGet('/users', { query: { per_page: 200 } }, { enabled: isWanted, staleTime: 300_000 });
  return useMemo(
    () =>
      [...new Set((users.data?.items ?? []).flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b)),
    [users.data],
  );
}
