import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import { Chip, Paper, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Client, Discount } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Muted } from '@/components/Muted';
import { To } from '@/components/To';
import { AmountForm, type Redeem } from './AmountForm';

interface Props {
  discount: Discount;
  user: Client;
  redeem: Redeem;
  onCancel: () => void;
}

/** A valid code: its owner, value and end, with the amount and the button. */
export function ValidCode({ discount, user, redeem, onCancel }: Props) {
  const { t } = useTranslation();
  const { date, money, worth } = useFormats();
  const terms = [
    t('redeem.until', { date: date(discount.expires_at) }),
    discount.min_order_amount && t('redeem.from', { amount: money(discount.min_order_amount) }),
    discount.usage_type === 'multi' && t('redeem.left', { count: discount.uses_left }),
  ].filter(Boolean);
  return (
    <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 }, borderColor: 'success.main', borderWidth: 2 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center', color: 'success.main' }}>
        <CheckIcon />
        <Typography component="h2" sx={{ fontWeight: 700 }}>
          {t('redeem.valid')}
        </Typography>
        {discount.is_test && <Chip size="small" label={t('redeem.test')} />}
      </Stack>
      <Stack
        direction="row"
        spacing={2}
        sx={{ mt: 1, mb: 0.5, justifyContent: 'space-between', alignItems: 'baseline' }}
      >
        <To
          to={`/users/${user.id}`}
          color="inherit"
          underline="hover"
          sx={{ fontSize: 20, fontWeight: 600, overflowWrap: 'anywhere' }}
        >
          {user.display_name}
        </To>
        <Typography sx={{ fontSize: 32, fontWeight: 800, whiteSpace: 'nowrap', color: 'primary.main' }}>
          {worth(discount)}
        </Typography>
      </Stack>
      <Muted sx={{ mb: 2.5 }}>
        {discount.code} · {terms.join(' · ')}
      </Muted>
      <AmountForm discount={discount} redeem={redeem} onCancel={onCancel} />
    </Paper>
  );
}
