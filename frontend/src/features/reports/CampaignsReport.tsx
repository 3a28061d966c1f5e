import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { FigureTable } from '@/components/FigureTable';
import { useFormats } from '@/components/format';
import { Funnel } from '@/components/Funnel';
import { Section } from '@/components/Section';
import { useFigures, type ReportProps } from './figures';
import { ReportChart } from './ReportChart';

/** Clients and codes by campaign. */
export function CampaignsReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const { count, sum, rate, line, step } = useFigures();
  const report = useGet('/reports/campaigns', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, campaigns }) => (
        <>
          <Funnel
            title={t('reports.funnel')}
            steps={[
              step('joined', totals),
              step('new_clients', totals),
              step('issued', totals),
              step('redeemed', totals),
            ]}
            result={t('reports.result', { revenue: money(totals.revenue), discount: money(totals.discount) })}
          />
          <ReportChart
            title={t('reports.chart.joined')}
            points={series}
            lines={[line('joined', 'secondary'), line('redeemed', 'primary')]}
          />
          <Section title={t('reports.name.campaigns')}>
            <FigureTable
              head={t('reports.campaign')}
              rows={campaigns}
              name={({ campaign_id: id, name, slug }) => ({ name, hint: slug, to: `/campaigns/${id}` })}
              figures={[
                count('joined'),
                count('new_clients'),
                count('issued'),
                count('redeemed'),
                rate,
                sum('revenue'),
                sum('discount'),
              ]}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
