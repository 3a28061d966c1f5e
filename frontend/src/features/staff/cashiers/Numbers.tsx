import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ReportCashier } from '@/api/schema';
import { useFormats } from '@/components/format';
import { averageOf } from './average';

/** The figures of a cashier; the report has no row for cashiers without redemptions. */
export function Numbers({ of }: { of: ReportCashier | undefined }) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  if (!of) return <Typography sx={{ color: 'text.secondary' }}>{t('cashiers.stats.none')}</Typography>;
  const facts = [
    ['redeemed', number(of.redeemed)],
    ['undone', number(of.undone)],
    ['wrong_codes', number(of.wrong_codes)],
    ['orders', number(of.orders)],
    ['revenue', money(of.revenue)],
    ['discount', money(of.discount)],
    ['average', money(averageOf(of))],
  ] as const;
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }}>
      {facts.map(([name, value]) => (
        <Box
          key={name}
          sx={{
            p: 1.5,
            border: 1,
            borderColor: 'divider',
            borderRadius: 2,
            display: 'flex',
            flexDirection: 'column',
          }}
        >
          <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
            {t(`cashiers.stats.${name}`)}
          </Typography>
          <Typography component="dd" sx={{ m: 0, fontSize: 20, fontWeight: 700 }}>
            {value}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
