import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readEvents } from '@/api/events';
import { Problem } from '@/api/problem';
import { getOptions } from '@/api/queries';
import type { Broadcast, BroadcastStatus } from '@/api/schema';
import { isMoving } from './actions';

/** How often the page asks while the event stream is down. */
const ASK_MS = 5_000;
const LONGEST_PAUSE_MS = 30_000;

/** States that can change. */
const UNFINISHED: readonly BroadcastStatus[] = ['scheduled', 'sending', 'paused', 'error'];

/** A broadcast kept up to date by the event stream, or by polling while the stream is down. */
export function useLiveBroadcast(id: number) {
  const queries = useQueryClient();
  const [isLive, setLive] = useState(false);
  const options = getOptions('/broadcasts/{id}', { path: { id } });
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => (!isLive && state.data && isMoving(state.data) ? ASK_MS : false),
  });
  const status = query.data?.status;
  const isWatched = status !== undefined && UNFINISHED.includes(status);
  useEffect(() => {
    if (!isWatched) return;
    const { queryKey } = getOptions('/broadcasts/{id}', { path: { id } });
    const stop = new AbortController();
    const onState = (next: Broadcast) => {
      // The stream leaves out the money trail, so the known one is kept.
      queries.setQueryData<Broadcast>(queryKey, (before) => ({
        ...next,
        ...(before?.money_trail ? { money_trail: before.money_trail } : {}),
      }));
    };
    const onDone = () => {
      // Refetches the money trail and the recipients.
      void queries.invalidateQueries({ predicate: ({ queryKey: [of, its] }) => isAbout(id, of, its) });
    };
    void follow(id, { onState, onDone, onLive: setLive }, stop.signal);
    return () => stop.abort();
  }, [id, isWatched, queries]);
  return { query, isLive: isLive && isWatched };
}

/** Whether a query's key is about the broadcast. */
const isAbout = (id: number, of: unknown, its: unknown): boolean =>
  typeof of === 'string' && of.startsWith('/broadcasts/{id}') && (its as { id?: number } | null)?.id === id;

interface Listener {
  onState: (next: Broadcast) => void;
  /** Called after the last state. */
  onDone: () => void;
  onLive: (isLive: boolean) => void;
}

/** Keeps the event stream open until the broadcast is over or gone, or `signal` stops it. */
async function follow(id: number, { onState, onDone, onLive }: Listener, signal: AbortSignal): Promise<void> {
  const seen = { failures: 0, isDone: false };
  const isStopped = () => signal.aborted;
  while (!isStopped()) {
    try {
      await readEvents(
        `/broadcasts/${id}/events`,
        ({ name, data }) => {
          seen.failures = 0;
          seen.isDone = name === 'done';
          onLive(true);
          onState(data as Broadcast);
          if (seen.isDone) onDone();
        },
        signal,
      );
    } catch (thrown) {
      // Refused for good: no access, or no such broadcast.
      if ([401, 403, 404].includes(Problem.of(thrown).status)) return;
    }
    if (isStopped()) return;
    onLive(false);
    if (seen.isDone) return;
    await pause(pauseMs(seen.failures), signal);
    seen.failures += 1;
  }
}

/** The pause after so many failures in a row: 1 s, doubled each time, at most 30 s. */
export const pauseMs = (failures: number): number => Math.min(1_000 * 2 ** failures, LONGEST_PAUSE_MS);

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
