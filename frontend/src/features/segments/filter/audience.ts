import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '@/api/client';
import type { FieldProblem, Problem } from '@/api/problem';
import type { SegmentFilter, SegmentPreview } from '@/api/schema';
import { usePaused } from '@/components/paused';
import { readFilter } from './read';
import type { FilterDraft } from './tree';

/** Editing pauses this long before clients are counted anew. */
const PAUSE_MS = 500;

/** Whom a filter means now. */
export interface Audience {
  preview: SegmentPreview | undefined;
  isCounting: boolean;
  /** Whether something is still to be filled in. */
  isUnfinished: boolean;
  /** Whether something that was filled in does not fit. */
  isWrong: boolean;
  /** Places in the filter that the server refused. */
  refused: readonly FieldProblem[];
  /** What went wrong otherwise. */
  error: Problem | null;
  retry: () => void;
}

const EVERYBODY: SegmentFilter = { all: [] };

/** The options of a query for whom a complete filter means. It changes nothing, though it is a POST. */
export const previewOptions = (filter: SegmentFilter) =>
  queryOptions({
    queryKey: ['/segments/preview', filter] as const,
    queryFn: ({ signal }) => call('post', '/segments/preview', { body: { filter }, signal }),
  });

/** Counts whom a filter means, and shows some of them; asks the server only about filters that are complete. */
export function useAudience(draft: FilterDraft, isEnabled = true): Audience {
  const text = usePaused(JSON.stringify(draft), PAUSE_MS);
  const { filter, gaps } = useMemo(() => readFilter(JSON.parse(text) as FilterDraft), [text]);
  const query = useQuery({
    ...previewOptions(filter ?? EVERYBODY),
    enabled: isEnabled && filter !== null,
    placeholderData: keepPreviousData,
  });
  const refused = useMemo(
    () =>
      (query.error?.fields ?? []).map((field) => ({ ...field, path: field.path.replace(/^\/filter/, '') })),
    [query.error],
  );
  const isUnfinished = gaps.some(({ code }) => code === 'required');
  return {
    preview: filter === null || query.error ? undefined : query.data,
    isCounting: filter !== null && (query.isFetching || text !== JSON.stringify(draft)),
    isUnfinished,
    isWrong: refused.length > 0 || (!isUnfinished && gaps.length > 0),
    refused,
    error: refused.length > 0 ? null : query.error,
    retry: () => void query.refetch(),
  };
}
