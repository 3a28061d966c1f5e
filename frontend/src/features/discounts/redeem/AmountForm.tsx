import { Alert, Button, InputAdornment, Stack, TextField } from '@mui/material';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import type { Discount } from '@/api/schema';
import { Price } from '@/features/discounts/Price';
import { useFormats } from '@/components/format';
import { readPurchase } from './purchase';
import { useRedeemError } from './redeem-error';
import type { Step } from './till';

/** The mutation that redeems. */
export type Redeem = UseMutationResult<Step, Problem, { discount: Discount; amount: string | null }>;

interface Props {
  discount: Discount;
  redeem: Redeem;
  onCancel: () => void;
}

/** The amount, the price to pay, and the button that redeems. */
export function AmountForm({ discount, redeem, onCancel }: Props) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const redeemError = useRedeemError();
  const [typed, setTyped] = useState('');
  const [isPressed, setPressed] = useState(false);
  const purchase = readPurchase(typed, discount.min_order_amount);
  // An incomplete amount is no error yet; an amount below the minimum is shown at once.
  const wrong = {
    none: null,
    fits: null,
    required: isPressed ? t('redeem.amountRequired') : null,
    wrong: isPressed ? t('redeem.amountWrong') : null,
    below: t('redeem.below', {
      minimum: money(discount.min_order_amount),
      missing: purchase.is === 'below' ? money(purchase.missing) : '',
    }),
  }[purchase.is];
  const hint = discount.min_order_amount ? t('redeem.amountRequired') : t('redeem.amountOptional');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setPressed(true);
        if (redeem.isPending) return;
        if (purchase.is === 'fits') redeem.mutate({ discount, amount: purchase.amount });
        if (purchase.is === 'none') redeem.mutate({ discount, amount: null });
      }}
    >
      <Stack spacing={2}>
        <TextField
          autoFocus
          fullWidth
          label={t('redeem.amount')}
          required={discount.min_order_amount !== undefined}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPressed(false);
          }}
          error={wrong !== null}
          helperText={wrong ?? hint}
          slotProps={{
            htmlInput: {
              inputMode: 'decimal',
              autoComplete: 'off',
              enterKeyHint: 'done',
              style: { fontSize: 26, fontWeight: 600 },
            },
            input: { endAdornment: <InputAdornment position="end">₽</InputAdornment> },
          }}
        />
        {purchase.is === 'fits' && <Price of={discount} amount={purchase.amount} />}
        {redeem.error && (
          <Alert severity="error" role="alert">
            {redeemError(redeem.error)}
          </Alert>
        )}
        <Stack direction="row" spacing={1}>
          <Button
            type="submit"
            size="large"
            variant="contained"
            color="success"
            loading={redeem.isPending}
            sx={{ flexGrow: 1, minHeight: 52, fontSize: 18 }}
          >
            {t('redeem.redeem')}
          </Button>
          <Button size="large" onClick={onCancel}>
            {t('redeem.otherCode')}
          </Button>
        </Stack>
      </Stack>
    </form>
  );
}
