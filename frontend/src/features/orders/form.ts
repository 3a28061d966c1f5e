import { z } from 'zod';
import type { NewOrder } from '@/api/schema';
import { amount, chosen, optionalText } from '@/components/forms/fields';

/** The fields of a purchase; `discount_id` is '' for none. */
export interface OrderFields {
  user_id: number | null;
  amount: string;
  discount_id: string;
  external_id: string;
}

/** An empty form. */
export const orderFields: OrderFields = { user_id: null, amount: '', discount_id: '', external_id: '' };

/** Reads the fields as the API takes them; empty fields are left out. */
export const orderSchema: z.ZodType<NewOrder, OrderFields> = z
  .object({
    user_id: z.number().nullable().pipe(chosen()),
    amount: amount(),
    discount_id: z.string(),
    external_id: optionalText(),
  })
  .transform(({ user_id, amount: sum, discount_id, external_id }) => ({
    user_id,
    amount: sum,
    ...(discount_id === '' ? {} : { discount_id: Number(discount_id) }),
    ...(external_id === null ? {} : { external_id }),
  }));
