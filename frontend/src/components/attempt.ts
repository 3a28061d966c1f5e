import { Problem } from '@/api/problem';

/** Sends something that must be done once; `send` gets the key by which the server knows the attempt. */
export type Attempt = <T>(body: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/**
 * Gives each attempt a key of its own. When the answer was lost, the same body sent again is the same attempt under the
 * same key: the server then does it once. Any clear answer ends the attempt, and so does another body.
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

/** Whether nobody knows if the server did it. */
export const mayHaveWorked = ({ status, slug }: Problem): boolean =>
  status === 0 || status >= 500 || slug === 'idempotency-key-in-use';

/** `crypto.randomUUID` is missing where the panel is opened without https. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
