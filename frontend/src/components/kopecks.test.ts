import { describe, expect, it } from 'vitest';
import { amountOf, discountOn, kopecksOf, lessBy, missingTo } from './kopecks';

const percent = (value: string) => ({ value, value_type: 'percent' }) as const;
const fixed = (value: string) => ({ value, value_type: 'fixed' }) as const;

describe('kopecks', () => {
  it('reads and writes amounts as the API does', () => {
    expect(kopecksOf('1500.50')).toBe(150050);
    expect(kopecksOf('1500')).toBe(150000);
    expect(kopecksOf('0.5')).toBe(50);
    expect(amountOf(5)).toBe('0.05');
    expect(amountOf(999_999_999)).toBe('9999999.99');
  });

  it('rounds a percentage half up to kopecks', () => {
    expect(discountOn(percent('10.00'), '1500.00')).toBe('150.00');
    expect(discountOn(percent('10.00'), '0.05')).toBe('0.01'); // 0.5 of a kopeck
    expect(discountOn(percent('10.00'), '0.04')).toBe('0.00');
    expect(discountOn(percent('12.50'), '333.33')).toBe('41.67'); // 41.66625
    expect(discountOn(percent('15.00'), '1.10')).toBe('0.17'); // 0.165, which 1.1 * 0.15 falls short of
    expect(discountOn(percent('100.00'), '9999999.99')).toBe('9999999.99');
  });

  it('saves a fixed sum, but no more than the purchase', () => {
    expect(discountOn(fixed('300.00'), '1000.00')).toBe('300.00');
    expect(discountOn(fixed('300.00'), '250.50')).toBe('250.50');
  });

  it('says what is left to pay', () => {
    expect(lessBy('1000.10', '300.20')).toBe('699.90');
    expect(lessBy('250.00', '250.00')).toBe('0.00');
  });

  it('says what a purchase lacks to the minimum', () => {
    expect(missingTo('500.00', '499.99')).toBe('0.01');
    expect(missingTo('500.00', '500.00')).toBeNull();
    expect(missingTo(undefined, '0.01')).toBeNull();
  });
});
