import { expect, it } from 'vitest';
import { orderFields, orderSchema } from './form';

it('sends a purchase without what is not known', () => {
  expect(orderSchema.parse({ ...orderFields, user_id: 7, amount: '1 500,5' })).toEqual({
    user_id: 7,
    amount: '1500.50',
  });
  expect(orderSchema.parse({ user_id: 7, amount: '1', discount_id: '12', external_id: ' чек 5 ' })).toEqual({
    user_id: 7,
    amount: '1.00',
    discount_id: 12,
    external_id: 'чек 5',
  });
});

it('asks for the client and the amount', () => {
  const wrongs = orderSchema.safeParse(orderFields).error?.issues.map(({ path }) => path[0]);
  expect(wrongs).toEqual(['user_id', 'amount']);
});
