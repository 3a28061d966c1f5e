import { amountOf, kopecksOf } from '@/components/kopecks';

/** What a purchase came to on average, rounded to kopecks; undefined without purchases. */
export function averageOf({ orders, revenue }: { orders: number; revenue: string }): string | undefined {
  return orders === 0 ? undefined : amountOf(Math.round(kopecksOf(revenue) / orders));
}
