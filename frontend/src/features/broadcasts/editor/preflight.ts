import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '@/api/client';
import type { NewBroadcast, Preflight } from '@/api/schema';

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 700;

/** What the server says of a broadcast that is being written. */
export interface Looked {
  /** Who gets it and how it looks; of what was typed a moment ago while `isCurrent` is false. */
  preflight: Preflight | undefined;
  isCurrent: boolean;
  error: unknown;
  retry: () => void;
}

/** Looks at a broadcast beforehand, whenever it changes; `draft` is null as long as something is wrong with it. */
export function usePreflight(draft: NewBroadcast | null): Looked {
  const text = JSON.stringify(draft);
  const asked = usePaused(text);
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
    error: query.error,
    retry: () => void query.refetch(),
  };
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
