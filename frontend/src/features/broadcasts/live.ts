import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readEvents } from '@/api/events';
import { Problem } from '@/api/problem';
import { getOptions } from '@/api/queries';
import type { Broadcast, BroadcastStatus } from '@/api/schema';
import { isMoving } from './actions';

/** Without the live line the page asks this often. */
const ASK_MS = 5_000;
const LONGEST_PAUSE_MS = 30_000;

/** States from which it may go on by itself or by somebody's hand. */
const UNFINISHED: readonly BroadcastStatus[] = ['scheduled', 'sending', 'paused', 'error'];

/** A broadcast as it goes on: told by the server, and asked for while the line to it is down. */
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
      // The money trail is not told: what is known of it stays.
      queries.setQueryData<Broadcast>(queryKey, (before) => ({
        ...next,
        ...(before?.money_trail ? { money_trail: before.money_trail } : {}),
      }));
    };
    const onDone = () => {
      // Its money and its recipients are asked for once more.
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
  /** After the last state. */
  onDone: () => void;
  onLive: (isLive: boolean) => void;
}

/** Keeps the live line open until the broadcast is over, it is gone, or `signal` says stop. */
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
      // Refused for good: no right any more, or no such broadcast.
      if ([401, 403, 404].includes(Problem.of(thrown).status)) return;
    }
    if (isStopped()) return;
    onLive(false);
    if (seen.isDone) return;
    await pause(pauseMs(seen.failures), signal);
    seen.failures += 1;
  }
}

/** How long to wait after so many failures: a second, then twice as long each time. */
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
