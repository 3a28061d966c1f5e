import { expect, it } from 'vitest';
import { totalsOf } from './totals';

it('adds up what stands, to the kopeck', () =>
  expect(
    totalsOf([
      { status: 'completed', amount: '0.10', discount_amount: '0.01' },
      { status: 'completed', amount: '0.20', discount_amount: '0.02' },
      { status: 'undone', amount: '500.00', discount_amount: '50.00' },
    ]),
  ).toEqual({ count: 2, amount: '0.30', discount: '0.03', paid: '0.27' }));
