import { Alert } from '@mui/material';
import { useEffect } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { missingTo } from '@/components/kopecks';
import { Price } from '@/features/discounts/Price';
import { useFormats } from '@/components/format';
import { readAmount } from '@/components/forms/fields';
import { MoneyInput, RemoteInput, SelectInput, TextInput } from '@/components/forms/inputs';
import type { OrderFields } from './form';

/** The client, the amount and the code of a purchase. */
export function OrderInputs() {
  const { t } = useTranslation();
  const { date, money, worth } = useFormats();
  const { setValue } = useFormContext<OrderFields>();
  const [user_id, typed, discount_id] = useWatch<OrderFields, ['user_id', 'amount', 'discount_id']>({
    name: ['user_id', 'amount', 'discount_id'],
  });
  const user = useGet('/users/{id}', { path: { id: user_id ?? 0 } }, { enabled: user_id !== null });
  // Another client's code must not go with this purchase.
  useEffect(() => setValue('discount_id', ''), [user_id, setValue]);
  const codes = user_id === null ? [] : (user.data?.active_discounts ?? []);
  const chosen = codes.find(({ id }) => String(id) === discount_id);
  const amount = readAmount(typed);
  const missing = chosen && amount !== null ? missingTo(chosen.min_order_amount, amount) : null;
  return (
    <>
      <RemoteInput
        required
        name="user_id"
        of="user"
        label={t('orders.form.user')}
        hint={t('orders.form.userHint')}
      />
      <MoneyInput required name="amount" label={t('orders.form.amount')} />
      <SelectInput
        name="discount_id"
        label={t('orders.form.discount')}
        hint={user.data && codes.length === 0 ? t('orders.form.noCodes') : t('orders.form.discountHint')}
        options={[
          { value: '', label: t('orders.form.noDiscount') },
          ...codes.map((code) => ({
            value: String(code.id),
            label: t('orders.form.option', {
              code: code.code,
              value: worth(code),
              until: date(code.expires_at),
            }),
          })),
        ]}
      />
      <TextInput
        name="external_id"
        label={t('orders.form.external_id')}
        hint={t('orders.form.external_idHint')}
      />
      {missing !== null && (
        <Alert severity="warning">
          {t('orders.form.below', { minimum: money(chosen?.min_order_amount), missing: money(missing) })}
        </Alert>
      )}
      {chosen && amount !== null && missing === null && <Price of={chosen} amount={amount} />}
    </>
  );
}
