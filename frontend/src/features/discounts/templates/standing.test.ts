import { describe, expect, it } from 'vitest';
import { standingAlone, standingAmong } from './standing';

const now = new Date('2026-03-05T02:00:00Z');
const template = {
  id: 1,
  event: 'subscription',
  is_active: true,
  issued_count: 3,
  created_at: '2026-01-01T00:00:00.000Z',
} as const;

describe('how a template stands', () => {
  it('issues when nothing speaks against it', () => {
    expect(standingAlone(template, now)).toBe('on');
    expect(standingAlone({ ...template, total_limit: 4, valid_until: '2026-03-05T02:00:00Z' }, now)).toBe(
      'on',
    );
  });

  it('says why it does not', () => {
    expect(standingAlone({ ...template, is_active: false, total_limit: 3 }, now)).toBe('off');
    expect(standingAlone({ ...template, total_limit: 3 }, now)).toBe('spent');
    expect(standingAlone({ ...template, valid_from: '2026-03-06T00:00:00Z' }, now)).toBe('waiting');
    expect(standingAlone({ ...template, valid_until: '2026-03-05T01:59:59Z' }, now)).toBe('ended');
  });

  it('yields to a newer usable one for the same event', () => {
    const newer = { ...template, id: 2, created_at: '2026-02-01T00:00:00.000Z' };
    expect(standingAmong(template, [template, newer], now)).toBe('shadowed');
    expect(standingAmong(newer, [template, newer], now)).toBe('on');
    expect(standingAmong(template, [template, { ...newer, is_active: false }], now)).toBe('on');
    expect(standingAmong(template, [template, { ...newer, total_limit: 1 }], now)).toBe('on');
    expect(standingAmong(template, [template, { ...newer, event: 'birthday' }], now)).toBe('on');
  });

  it('does not compare what is chosen by hand', () => {
    const manual = { ...template, event: 'manual' } as const;
    expect(
      standingAmong(manual, [manual, { ...manual, id: 2, created_at: '2026-02-01T00:00:00Z' }], now),
    ).toBe('on');
  });
});
