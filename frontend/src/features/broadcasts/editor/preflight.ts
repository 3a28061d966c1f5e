import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import { call } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { NewBroadcast, Preflight } from '@/api/schema';
import { fieldName, fieldText } from '@/components/forms/problem-fields';
import { usePaused } from '@/components/paused';

/** The pause after typing before a preflight is requested. */
const PAUSE_MS = 700;

/** The server's answer about a broadcast that is being written. */
export interface PreflightState {
  /** The recipients and some messages; of the values before the last change while `isCurrent` is false. */
  preflight: Preflight | undefined;
  isCurrent: boolean;
  problem: Problem | null;
  retry: () => void;
}

/** Asks for a preflight whenever the broadcast changes; `draft` is null while there is nothing to ask about. */
export function usePreflight(draft: NewBroadcast | null): PreflightState {
  const text = JSON.stringify(draft);
  const asked = usePaused(text, PAUSE_MS);
  const query = useQuery({
    queryKey: ['/broadcasts/preflight', asked],
    queryFn: ({ signal }) =>
      call('post', '/broadcasts/preflight', {
        body: { broadcast: JSON.parse(asked) as NewBroadcast },
        signal,
      }),
    enabled: asked !== 'null',
    placeholderData: (previous) => previous,
  });
  return {
    preflight: asked === 'null' ? undefined : query.data,
    isCurrent: asked === text && !query.isPlaceholderData && query.data !== undefined,
    problem: query.error,
    retry: () => void query.refetch(),
  };
}

/** Marks the fields that the preflight refused; takes the marks away with the next answer. */
export function useRefusedFields(problem: Problem | null): void {
  const { setError, clearErrors } = useFormContext();
  const marked = useRef<string[]>([]);
  useEffect(() => {
    if (marked.current.length > 0) clearErrors(marked.current);
    marked.current = (problem?.fields ?? []).map((field) => {
      const name = fieldName(field.path.replace(/^\/broadcast(?=\/)/, ''));
      setError(name, { type: 'server', message: fieldText(field) });
      return name;
    });
  }, [problem, setError, clearErrors]);
}
