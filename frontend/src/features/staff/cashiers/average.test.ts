import { expect, it } from 'vitest';
import { averageOf } from './average';

it('divides to kopecks, and not by nothing', () => {
  expect(averageOf({ orders: 3, revenue: '100.00' })).toBe('33.33');
  expect(averageOf({ orders: 2, revenue: '0.03' })).toBe('0.02');
  expect(averageOf({ orders: 0, revenue: '0.00' })).toBeUndefined();
});
