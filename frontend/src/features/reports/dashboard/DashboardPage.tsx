import { Box, Button, Stack } from '@mui/material';
import PointOfSaleIcon from '@mui/icons-material/PointOfSaleOutlined';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import { useMay, useTimeZone } from '@/api/session-hooks';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { addDays, dayIn } from '@/components/zone';
import { Attention } from './Attention';
import { ClientBase } from './ClientBase';
import { Figures } from './Figures';
import { MonthCharts } from './MonthCharts';
import { RunningBroadcasts } from './RunningBroadcasts';
import { TopCampaigns, TopCashiers } from './TopLists';

const EVERY_MS = 30_000;
const MONTH_DAYS = 30;

/** Today, the last 30 days, and what needs attention. */
export function DashboardPage() {
  const { t } = useTranslation();
  const { date } = useFormats();
  const mayRedeem = useMay('marketing');
  const today = dayIn(useTimeZone());
  const days = (from: string) => ({ query: { from, to: today, group_by: 'day' as const } });
  const now = useGet('/reports/summary', days(today), { refetchInterval: EVERY_MS });
  const month = useGet('/reports/summary', days(addDays(today, 1 - MONTH_DAYS)), {
    refetchInterval: 4 * EVERY_MS,
  });
  return (
    <>
      <PageHeader
        title={t('dashboard.title')}
        subtitle={t('dashboard.today', { date: date(today) })}
        actions={
          mayRedeem && (
            <Button component={Link} to="/redeem" variant="contained" startIcon={<PointOfSaleIcon />}>
              {t('nav.redeem')}
            </Button>
          )
        }
      />
      <Stack spacing={2}>
        <Loaded query={now} minHeight={120}>
          {(report) => <Figures today={report.totals} month={month.data?.totals} />}
        </Loaded>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          <Loaded query={now} minHeight={120}>
            {(report) => <Attention attention={report.attention} />}
          </Loaded>
          <Stack spacing={2} sx={{ minWidth: 0 }}>
            <RunningBroadcasts />
            <ClientBase />
          </Stack>
        </Box>
        <Loaded query={month}>
          {(report) => (
            <>
              <MonthCharts series={report.series} />
              <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
                <TopCashiers cashiers={report.top_cashiers} />
                <TopCampaigns campaigns={report.top_campaigns} />
              </Box>
            </>
          )}
        </Loaded>
      </Stack>
    </>
  );
}
