import type { Order } from '@/api/schema';
import { amountOf, kopecksOf } from '@/components/kopecks';

/** The totals of purchases; undone purchases do not count. */
export interface Totals {
  count: number;
  amount: string;
  discount: string;
  paid: string;
}

/** Adds purchases up in whole kopecks. */
export function totalsOf(orders: readonly Pick<Order, 'status' | 'amount' | 'discount_amount'>[]): Totals {
  const standing = orders.filter(({ status }) => status === 'completed');
  const amount = standing.reduce((sum, order) => sum + kopecksOf(order.amount), 0);
  const discount = standing.reduce((sum, order) => sum + kopecksOf(order.discount_amount), 0);
  return {
    count: standing.length,
    amount: amountOf(amount),
    discount: amountOf(discount),
    paid: amountOf(amount - discount),
  };
}
