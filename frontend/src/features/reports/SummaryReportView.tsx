import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { ReportChart, Totals } from './parts';
import type { ReportProps } from './query';

/** Clients, codes and purchases together. */
export function SummaryReportView({ query }: ReportProps) {
  const { t } = useTranslation();
  const { number, money, percent } = useFormats();
  const report = useGet('/reports/summary', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, top_cashiers, top_campaigns }) => (
        <>
          <Totals
            values={[
              [t('reports.newClients'), number(totals.new_clients)],
              [t('reports.subscribed'), number(totals.subscribed)],
              [t('reports.blocked'), number(totals.blocked)],
              [t('reports.issued'), number(totals.issued)],
              [t('reports.redeemed'), number(totals.redeemed)],
              [t('reports.rate'), percent(totals.redemption_rate)],
              [t('reports.orders'), number(totals.orders)],
              [t('reports.revenue'), money(totals.revenue)],
              [t('reports.discount'), money(totals.discount)],
            ]}
          />
          <ReportChart
            title={t('reports.chart.codes')}
            points={series}
            kind="bars"
            lines={[
              { label: t('reports.issued'), of: ({ issued }) => issued, color: 'secondary' },
              { label: t('reports.redeemed'), of: ({ redeemed }) => redeemed, color: 'primary' },
            ]}
          />
          <ReportChart
            title={t('reports.chart.money')}
            points={series}
            kind="lines"
            isMoney
            lines={[
              { label: t('reports.revenue'), of: ({ revenue }) => Number(revenue), color: 'success' },
              { label: t('reports.discount'), of: ({ discount }) => Number(discount), color: 'primary' },
            ]}
          />
          <ReportChart
            title={t('reports.chart.clients')}
            points={series}
            kind="bars"
            lines={[
              { label: t('reports.newClients'), of: (point) => point.new_clients, color: 'success' },
              { label: t('reports.blocked'), of: ({ blocked }) => blocked, color: 'secondary' },
            ]}
          />
          <Section title={t('reports.name.cashiers')}>
            <FigureTable
              heads={[
                t('reports.cashier'),
                t('reports.redeemed'),
                t('reports.revenue'),
                t('reports.discount'),
              ]}
              rows={top_cashiers.map(({ cashier_id: id, name, shop, redeemed, revenue, discount }) => ({
                key: id,
                name,
                hint: shop,
                to: `/discounts/usage?cashier_id=${id}`,
                values: [number(redeemed), money(revenue), money(discount)],
              }))}
            />
          </Section>
          <Section title={t('reports.name.campaigns')}>
            <FigureTable
              heads={[
                t('reports.campaign'),
                t('reports.joined'),
                t('reports.redeemed'),
                t('reports.revenue'),
              ]}
              rows={top_campaigns.map(({ campaign_id: id, name, joined, redeemed, revenue }) => ({
                key: id,
                name,
                to: `/campaigns/${id}`,
                values: [number(joined), number(redeemed), money(revenue)],
              }))}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
