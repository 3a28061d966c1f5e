import { describe, expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import { createAttempt } from './attempt';

const keys: string[] = [];
const answers = (key: string) => {
  keys.push(key);
  return Promise.resolve(key);
};
const fails = (problem: Problem) => (key: string) => {
  keys.push(key);
  return Promise.reject(problem);
};

describe('an attempt', () => {
  it('keeps its key while nobody knows whether it worked', async () => {
    keys.length = 0;
    const attempt = createAttempt();
    await expect(attempt({ code: 'А' }, fails(new Problem(0, 'offline')))).rejects.toThrow();
    await expect(attempt({ code: 'А' }, fails(new Problem(503, 'unavailable')))).rejects.toThrow();
    await attempt({ code: 'А' }, answers);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('ends with a clear answer, a refusal too', async () => {
    keys.length = 0;
    const attempt = createAttempt();
    await attempt({ code: 'А' }, answers);
    await expect(attempt({ code: 'А' }, fails(new Problem(429, 'paused')))).rejects.toThrow();
    await attempt({ code: 'А' }, answers);
    expect(new Set(keys).size).toBe(3);
  });

  it('is another one when something else is sent', async () => {
    keys.length = 0;
    const attempt = createAttempt();
    await expect(attempt({ amount: '1' }, fails(new Problem(0, 'offline')))).rejects.toThrow();
    await attempt({ amount: '2' }, answers);
    expect(new Set(keys).size).toBe(2);
  });
});
