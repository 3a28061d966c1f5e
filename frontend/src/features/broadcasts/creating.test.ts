import { describe, expect, it, vi } from 'vitest';
import { Problem } from '@/api/problem';
import { createOnce } from './creating';

const LOST = new Problem(0, 'offline');
const REFUSED = new Problem(422, 'invalid-value');

function setUp(...answers: (Problem | null)[]) {
  const create = vi.fn<(body: string, key: string) => Promise<{ id: number }>>(() => {
    const problem = answers.shift() ?? null;
    return problem ? Promise.reject(problem) : Promise.resolve({ id: 7 });
  });
  const change = vi.fn<(id: number, body: string) => Promise<{ id: number }>>((id) =>
    Promise.resolve({ id }),
  );
  const keys = () => create.mock.calls.map(([, key]) => key);
  return { save: createOnce<string, { id: number }>({ create, change }), create, change, keys };
}

describe('creating once', () => {
  it('repeats a lost request under its key', async () => {
    const { save, keys, change } = setUp(LOST);
    await expect(save('a')).rejects.toBe(LOST);
    await expect(save('a')).resolves.toEqual({ id: 7 });
    expect(new Set(keys()).size).toBe(1);
    expect(change).not.toHaveBeenCalled();
  });

  it('changes what a lost request may have made', async () => {
    const { save, create, change, keys } = setUp(LOST);
    await expect(save('a')).rejects.toBe(LOST);
    await save('b');
    expect(create.mock.calls.map(([body]) => body)).toEqual(['a', 'a']);
    expect(new Set(keys()).size).toBe(1);
    expect(change).toHaveBeenCalledExactlyOnceWith(7, 'b');
  });

  it('changes what is there when it is sent again', async () => {
    const { save, create, change } = setUp();
    await save('a');
    await save('b');
    expect(create).toHaveBeenCalledOnce();
    expect(change).toHaveBeenCalledExactlyOnceWith(7, 'b');
  });

  it('takes another key after a refusal', async () => {
    const { save, keys, change } = setUp(REFUSED);
    await expect(save('a')).rejects.toBe(REFUSED);
    await save('b');
    expect(new Set(keys()).size).toBe(2);
    expect(change).not.toHaveBeenCalled();
  });
});
