import { describe, expect, it } from 'vitest';
import { readPurchase } from './purchase';

describe('the amount at the counter', () => {
  it('is read as people type it', () => {
    expect(readPurchase('1 500,5 ₽', undefined)).toEqual({ is: 'fits', amount: '1500.50' });
    expect(readPurchase('12a', undefined)).toEqual({ is: 'wrong' });
    expect(readPurchase('0', undefined)).toEqual({ is: 'wrong' });
  });

  it('may be left out only where the code has no minimum', () => {
    expect(readPurchase(' ', undefined)).toEqual({ is: 'none' });
    expect(readPurchase('', '500.00')).toEqual({ is: 'required' });
  });

  it('says what lacks to the minimum', () => {
    expect(readPurchase('379,5', '500.00')).toEqual({ is: 'below', missing: '120.50' });
    expect(readPurchase('500', '500.00')).toEqual({ is: 'fits', amount: '500.00' });
  });
});
