/** What `GET /ready` says: all is well, some dependency is missing, or the server cannot work or be reached. */
export type Readiness = 'ok' | 'degraded' | 'unavailable';

/** Asks the server whether it is ready. Never fails: an unreachable server is an answer too. */
export async function fetchReadiness(signal: AbortSignal): Promise<Readiness> {
  try {
    const response = await fetch('/ready', { signal, headers: { accept: 'application/json' } });
    return response.ok ? readReadiness(await response.json()) : 'unavailable';
  } catch {
    return 'unavailable';
  }
}

/** Reads the body of a 200; anything unknown counts as unavailable, for it did not come from our server. */
export function readReadiness(body: unknown): Readiness {
  if (typeof body !== 'object' || body === null || !('status' in body)) return 'unavailable';
  return body.status === 'ok' || body.status === 'degraded' ? body.status : 'unavailable';
}
