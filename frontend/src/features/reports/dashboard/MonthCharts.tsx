import BarChartIcon from '@mui/icons-material/BarChartOutlined';
import { Box, Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReportPointSummaryNumbers as Point } from '@/api/schema';
import { TimeChart } from '@/components/charts/TimeChart';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';

/** Codes and money of the last 30 days. */
export function MonthCharts({ series }: { series: readonly Point[] }) {
  const { t } = useTranslation();
  const { shortDate, number, money } = useFormats();
  const points = series.map(({ from }) => shortDate(from));
  const isEmpty = series.every(({ issued, redeemed, orders }) => issued + redeemed + orders === 0);
  const nothing = (
    <EmptyState
      icon={<BarChartIcon />}
      title={t('dashboard.charts.empty')}
      hint={t('dashboard.charts.emptyHint')}
    />
  );
  const reports = (
    <Button component={Link} to="/reports" size="small">
      {t('nav.reports')}
    </Button>
  );
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' } }}>
      <Section title={t('dashboard.charts.codes')} action={reports}>
        {isEmpty ? (
          nothing
        ) : (
          <TimeChart
            kind="bars"
            label={t('dashboard.charts.codes')}
            points={points}
            format={number}
            series={[
              {
                label: t('dashboard.issued'),
                values: series.map(({ issued }) => issued),
                color: 'secondary',
              },
              {
                label: t('dashboard.redeemed'),
                values: series.map(({ redeemed }) => redeemed),
                color: 'primary',
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('dashboard.charts.money')} action={reports}>
        {isEmpty ? (
          nothing
        ) : (
          <TimeChart
            kind="lines"
            label={t('dashboard.charts.money')}
            points={points}
            format={(value) => money(value.toFixed(2))}
            series={[
              {
                label: t('dashboard.revenue'),
                values: series.map(({ revenue }) => Number(revenue)),
                color: 'success',
              },
              {
                label: t('dashboard.discount'),
                values: series.map(({ discount }) => Number(discount)),
                color: 'primary',
              },
            ]}
          />
        )}
      </Section>
    </Box>
  );
}
