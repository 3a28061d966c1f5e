import { createParser } from 'eventsource-parser';
import { API_PATH } from './client';
import { Problem } from './problem';
import { accessToken, endSession } from './session';

/** An event of the server's stream. */
export interface ServerEvent {
  name: string;
  data: unknown;
}

/** A stream without any bytes for this long is dead: the server sends a heartbeat every 15 s. */
const SILENCE_MS = 40_000;

/**
 * Reads a stream of events until it ends or `signal` says stop. The browser's own `EventSource` cannot send the header
 * with the session's token, so the stream is read by `fetch`.
 *
 * @throws Problem when the stream is refused or breaks.
 */
export async function readEvents(
  address: string,
  onEvent: (event: ServerEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  const stop = AbortSignal.any([signal, silence.signal]);
  const response = await fetch(`${API_PATH}${address}`, {
    headers: { Accept: 'text/event-stream', Authorization: `Bearer ${accessToken() ?? ''}` },
    signal: stop,
  }).catch((failure: unknown) => {
    throw Problem.of(failure);
  });
  if (!response.ok || !response.body) {
    const problem = Problem.read(response.status, await response.json().catch(() => null));
    if (problem.slug === 'unauthorized') endSession('expired');
    throw problem;
  }
  const parser = createParser({
    onEvent: ({ event, data }) => onEvent({ name: event ?? 'message', data: JSON.parse(data) as unknown }),
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    parser.feed(value);
  }
}
