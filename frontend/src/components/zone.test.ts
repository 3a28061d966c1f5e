import { expect, it } from 'vitest';
import { instantOf, isDay, isLocalTime, localOf } from './zone';

it('takes days of our years only', () => {
  expect(['1970-01-01', '2026-02-28', '2999-12-31'].filter(isDay)).toHaveLength(3);
  const wrong = [
    '',
    '20266-03-05',
    '0026-03-05',
    '3000-01-01',
    '2026-13-01',
    '2026-02-30',
    '2026-3-5',
    'soon',
  ];
  expect(wrong.filter(isDay)).toEqual([]);
});

it('takes local times of such days only', () => {
  expect(['2026-03-05T10:00', '2026-03-05T23:59:59.999'].filter(isLocalTime)).toHaveLength(2);
  const wrong = [
    '',
    '2026-03-05',
    '20266-03-05T10:00',
    '2026-03-05T24:00',
    '2026-03-05T10:00Z',
    '2026-03-05 10:00',
  ];
  expect(wrong.filter(isLocalTime)).toEqual([]);
});

it('turns local times into instants and back', () => {
  expect(instantOf('2026-03-05T10:00', 'Asia/Vladivostok')).toBe('2026-03-05T00:00:00.000Z');
  expect(localOf('2026-03-05T00:00:00Z', 'Asia/Vladivostok')).toBe('2026-03-05T10:00');
  // The night on which clocks go forward and the one on which they go back.
  expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(instantOf('2026-10-25T12:00', 'Europe/Berlin')).toBe('2026-10-25T11:00:00.000Z');
});

it('does not guess what is no local time', () =>
  expect(() => instantOf('20266-03-05T10:00', 'Asia/Vladivostok')).toThrow(RangeError));
