import { Problem } from '@/api/problem';

/** Something to be created once, however often it is sent. */
interface Once<Body, Made extends { id: number }> {
  create: (body: Body, key: string) => Promise<Made>;
  change: (id: number, body: Body) => Promise<Made>;
}

/**
 * Creates one thing per visit of an editor. An answer that was lost leaves open whether the thing is there: the same
 * request is repeated under its key, and what was typed since then becomes a change of it.
 */
export function createOnce<Body, Made extends { id: number }>({ create, change }: Once<Body, Made>) {
  let key = newKey();
  let lost: Body | null = null;
  const attempt = async (body: Body): Promise<Made> => {
    try {
      const made = await create(body, key);
      lost = null;
      return made;
    } catch (thrown) {
      const problem = Problem.of(thrown);
      const isOpen = problem.isPassing || problem.slug === 'idempotency-key-in-use';
      lost = isOpen ? body : null;
      // The refusal belongs to the key: what is mended after it needs another one.
      if (!isOpen) key = newKey();
      throw problem;
    }
  };
  return async (body: Body): Promise<Made> => {
    if (lost === null || JSON.stringify(lost) === JSON.stringify(body)) return attempt(body);
    const made = await attempt(lost);
    return change(made.id, body);
  };
}

/** A key that nobody else has. (`crypto.randomUUID` is missing where the panel is served without TLS.) */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
