import { describe, expect, it } from 'vitest';
import { periodOf, pointOf, presetOf, presets } from './period';

it.each([
  ['2026-03-05', '2026-03-05', 'day'],
  ['2026-01-01', '2026-04-02', 'day'],
  ['2026-01-01', '2026-04-03', 'week'],
  ['2025-03-06', '2026-03-05', 'week'],
  ['2023-01-01', '2025-12-31', 'month'],
] as const)('draws %s to %s by the %s', (from, to, point) => expect(pointOf({ from, to })).toBe(point));

describe('periodOf', () => {
  it.each([
    ['today', '2026-03-05', '2026-03-05'],
    ['week', '2026-02-27', '2026-03-05'],
    ['month', '2026-02-04', '2026-03-05'],
    ['thisMonth', '2026-03-01', '2026-03-05'],
    ['lastMonth', '2026-02-01', '2026-02-28'],
  ] as const)('knows the days of %s', (preset, from, to) =>
    expect(periodOf(preset, '2026-03-05')).toEqual({ from, to }),
  );

  it('goes back over the new year', () =>
    expect(periodOf('lastMonth', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' }));
});

describe('presetOf', () => {
  it('finds each preset by its days', () => {
    for (const preset of presets) expect(presetOf(periodOf(preset, '2026-03-05'), '2026-03-05')).toBe(preset);
  });

  it('knows none for other days', () =>
    expect(presetOf({ from: '2026-01-02', to: '2026-01-09' }, '2026-03-05')).toBeUndefined());
});
