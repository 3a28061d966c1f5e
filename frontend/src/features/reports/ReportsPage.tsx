import { Stack, Tab, Tabs } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useTimeZone } from '@/api/session-hooks';
import type { GroupBy, ReportName } from '@/api/schema';
import { ExportMenu } from '@/components/ExportMenu';
import { PageHeader } from '@/components/PageHeader';
import { dayIn } from '@/components/zone';
import { BroadcastsReport } from './BroadcastsReport';
import { CampaignsReport } from './CampaignsReport';
import { CashiersReport } from './CashiersReport';
import { DiscountsReport } from './DiscountsReport';
import { periodOf, pointOf } from '@/components/period/period';
import { PeriodPicker } from '@/components/period/PeriodPicker';
import { SummaryReportView } from './SummaryReportView';

const views = {
  summary: SummaryReportView,
  discounts: DiscountsReport,
  cashiers: CashiersReport,
  campaigns: CampaignsReport,
  broadcasts: BroadcastsReport,
} as const satisfies Record<ReportName, unknown>;

const names = Object.keys(views) as ReportName[];
const groupings: readonly GroupBy[] = ['day', 'week', 'month'];

/** The five reports over chosen days; the address holds the choice. */
export function ReportsPage() {
  const { t } = useTranslation();
  const { name: wanted } = useParams();
  const [params, setParams] = useSearchParams();
  const usual = periodOf('month', dayIn(useTimeZone()));
  const name = names.find((known) => known === wanted) ?? 'summary';
  const groupBy = groupings.find((known) => known === params.get('group_by'));
  const period = { from: params.get('from') ?? usual.from, to: params.get('to') ?? usual.to };
  const query = { ...period, group_by: groupBy ?? pointOf(period) };
  const View = views[name];
  return (
    <>
      <PageHeader
        title={t('reports.title')}
        actions={<ExportMenu address={`/reports/${name}/export`} query={query} name={`report-${name}`} />}
      />
      <Tabs
        value={name}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label={t('reports.title')}
        sx={{ mb: 2, borderBottom: 1, borderColor: 'divider' }}
      >
        {names.map((known) => (
          <Tab
            key={known}
            value={known}
            label={t(`reports.name.${known}`)}
            component={Link}
            to={{ pathname: `/reports/${known}`, search: params.toString() }}
          />
        ))}
      </Tabs>
      <Stack spacing={2}>
        <PeriodPicker
          period={period}
          groupBy={groupBy}
          onChange={(changes) =>
            setParams((before) => {
              const after = new URLSearchParams(before);
              for (const [key, value] of Object.entries(changes)) {
                if (value) after.set(key, value);
                else after.delete(key);
              }
              return after;
            })
          }
        />
        <View query={query} />
      </Stack>
    </>
  );
}
