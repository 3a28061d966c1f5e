import { Problem } from '@/api/problem';

/** Sends a request that must act once; `send` gets the idempotency key. */
export type Attempt = <T>(body: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/**
 * Gives each attempt an idempotency key. When the answer was lost, the same body is sent again under the same key, so
 * that the server acts once. A definite answer or another body ends the attempt.
 */
export function createAttempt(): Attempt {
  let open: { body: string; key: string } | null = null;
  return async (body, send) => {
    const text = JSON.stringify(body);
    if (open?.body !== text) open = { body: text, key: newKey() };
    try {
      const answer = await send(open.key);
      open = null;
      return answer;
    } catch (failure) {
      if (!mayHaveWorked(Problem.of(failure))) open = null;
      throw failure;
    }
  };
}

/** Whether the request may have acted although it failed. */
export const mayHaveWorked = ({ status, slug }: Problem): boolean =>
  status === 0 || status >= 500 || slug === 'idempotency-key-in-use';

/** `crypto.randomUUID` is missing where the panel is opened without https. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
