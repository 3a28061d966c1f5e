import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '@/api/client';
import type { FieldProblem, Problem } from '@/api/problem';
import type { SegmentFilter, SegmentPreview } from '@/api/schema';
import { usePaused } from '@/components/paused';
import { readFilter } from './read';
import type { FilterDraft } from './tree';

/** The pause after editing before clients are counted. */
const PAUSE_MS = 500;

/** The clients that match a filter. */
export interface Audience {
  preview: SegmentPreview | undefined;
  isCounting: boolean;
  /** Whether a value is missing. */
  isUnfinished: boolean;
  /** Whether a value is invalid. */
  isWrong: boolean;
  /** Field errors of the server, with paths in the filter. */
  refused: readonly FieldProblem[];
  /** Any other failure. */
  error: Problem | null;
  retry: () => void;
}

const EVERYBODY: SegmentFilter = { all: [] };

/** Query options for the preview of a complete filter; the POST changes nothing. */
export const previewOptions = (filter: SegmentFilter) =>
  queryOptions({
    queryKey: ['/segments/preview', filter] as const,
    queryFn: ({ signal }) => call('post', '/segments/preview', { body: { filter }, signal }),
  });

/** Counts the clients that match a filter; asks the server only about complete filters. */
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
