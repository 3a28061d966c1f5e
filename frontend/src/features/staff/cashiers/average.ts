import { amountOf, kopecksOf } from '@/components/kopecks';

/** The average purchase, rounded to kopecks; undefined without purchases. */
export function averageOf({ orders, revenue }: { orders: number; revenue: string }): string | undefined {
  return orders === 0 ? undefined : amountOf(Math.round(kopecksOf(revenue) / orders));
}
