import { Problem } from '@/api/problem';
import { createAttempt, mayHaveWorked } from '@/components/attempt';

/** The requests that create and change a thing. */
interface Once<Body, Made extends { id: number }> {
  create: (body: Body, key: string) => Promise<Made>;
  change: (id: number, body: Body) => Promise<Made>;
}

/**
 * Creates one thing per visit of an editor; later calls change it. When the answer was lost, the same request is
 * repeated under its key, and newer input becomes a change
 * of the thing.
 */
export function createOnce<Body, Made extends { id: number }>({ create, change }: Once<Body, Made>) {
  const attempt = createAttempt();
  let lost: Body | null = null;
  let madeId: number | null = null;
  const send = async (body: Body): Promise<Made> => {
    try {
      const made = await attempt(body, (key) => create(body, key));
      lost = null;
      madeId = made.id;
      return made;
    } catch (thrown) {
      lost = mayHaveWorked(Problem.of(thrown)) ? body : null;
      throw thrown;
    }
  };
  return async (body: Body): Promise<Made> => {
    if (madeId !== null) return change(madeId, body);
    if (lost === null || JSON.stringify(lost) === JSON.stringify(body)) return send(body);
    const made = await send(lost);
    return change(made.id, body);
  };
}
