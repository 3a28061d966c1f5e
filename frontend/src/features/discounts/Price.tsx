import { Box, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/components/format';
import { discountOn, lessBy, type DiscountValue } from '@/components/kopecks';
import { Muted } from '@/components/Muted';

interface Props {
  of: DiscountValue;
  /** Before the discount, as the API writes it. */
  amount: string;
}

/** What a purchase saves with a code and what is left to pay, announced to screen readers. */
export function Price({ of, amount }: Props) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const saving = discountOn(of, amount);
  return (
    <Stack
      direction="row"
      role="status"
      sx={{
        justifyContent: 'space-between',
        alignItems: 'flex-end',
        bgcolor: 'action.hover',
        borderRadius: 2,
        p: 2,
      }}
    >
      <Box>
        <Muted>{t('orders.form.saving')}</Muted>
        <Typography sx={{ fontSize: 20, fontWeight: 600 }}>{money(saving)}</Typography>
      </Box>
      <Box sx={{ textAlign: 'right' }}>
        <Muted>{t('orders.form.pay')}</Muted>
        <Typography sx={{ fontSize: 32, fontWeight: 800, lineHeight: 1.1 }}>
          {money(lessBy(amount, saving))}
        </Typography>
      </Box>
    </Stack>
  );
}
