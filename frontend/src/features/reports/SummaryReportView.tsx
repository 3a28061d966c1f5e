import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { useFigures, type ReportProps } from './figures';
import { ReportChart } from './ReportChart';
import { Totals } from './Totals';

/** Clients, codes and purchases together. */
export function SummaryReportView({ query }: ReportProps) {
  const { t } = useTranslation();
  const { count, sum, rate, line } = useFigures();
  const report = useGet('/reports/summary', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, top_cashiers, top_campaigns }) => (
        <>
          <Totals
            of={totals}
            figures={[
              count('new_clients'),
              count('subscribed'),
              count('blocked'),
              count('issued'),
              count('redeemed'),
              rate,
              count('orders'),
              sum('revenue'),
              sum('discount'),
            ]}
          />
          <ReportChart
            title={t('reports.chart.codes')}
            points={series}
            lines={[line('issued', 'secondary'), line('redeemed', 'primary')]}
          />
          <ReportChart
            title={t('reports.chart.money')}
            points={series}
            isMoney
            lines={[line('revenue', 'success'), line('discount', 'primary')]}
          />
          <ReportChart
            title={t('reports.chart.clients')}
            points={series}
            lines={[line('new_clients', 'success'), line('blocked', 'secondary')]}
          />
          <Section title={t('reports.name.cashiers')}>
            <FigureTable
              head={t('reports.cashier')}
              rows={top_cashiers}
              name={({ cashier_id: id, name, shop }) => ({
                name,
                hint: shop,
                to: `/discounts/usage?cashier_id=${id}`,
              })}
              figures={[count('redeemed'), sum('revenue'), sum('discount')]}
            />
          </Section>
          <Section title={t('reports.name.campaigns')}>
            <FigureTable
              head={t('reports.campaign')}
              rows={top_campaigns}
              name={({ campaign_id: id, name }) => ({ name, to: `/campaigns/${id}` })}
              figures={[count('joined'), count('redeemed'), sum('revenue')]}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
