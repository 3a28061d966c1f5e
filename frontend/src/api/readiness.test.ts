import { describe, expect, it, vi } from 'vitest';
import { fetchReadiness, readReadiness } from './readiness';

describe('readReadiness', () => {
  it.each([
    [{ status: 'ok' }, 'ok'],
    [{ status: 'degraded', failing: ['redis'] }, 'degraded'],
    [{ status: 'sleeping' }, 'unavailable'],
    [null, 'unavailable'],
    ['ok', 'unavailable'],
  ])('reads %j as %s', (body, expected) => {
    expect(readReadiness(body)).toBe(expected);
  });
});

describe('fetchReadiness', () => {
  const ask = () => fetchReadiness(new AbortController().signal);

  it('calls a 503 unavailable, whatever its body says', async () => {
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ status: 'ok' }, { status: 503 }));
    await expect(ask()).resolves.toBe('unavailable');
  });

  it('calls an unreachable server unavailable instead of failing', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('network'));
    await expect(ask()).resolves.toBe('unavailable');
  });
});
