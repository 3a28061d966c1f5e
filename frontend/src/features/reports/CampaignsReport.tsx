import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { Funnel } from '@/components/Funnel';
import { ReportChart } from './parts';
import type { ReportProps } from './query';

/** Who came by which campaign, and what it brought. */
export function CampaignsReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { number, money, percent } = useFormats();
  const report = useGet('/reports/campaigns', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, campaigns }) => (
        <>
          <Funnel
            title={t('reports.funnel')}
            steps={[
              { label: t('reports.joined'), count: totals.joined },
              { label: t('reports.newClients'), count: totals.new_clients },
              { label: t('reports.issued'), count: totals.issued },
              { label: t('reports.redeemed'), count: totals.redeemed },
            ]}
            result={t('reports.result', { revenue: money(totals.revenue), discount: money(totals.discount) })}
          />
          <ReportChart
            title={t('reports.chart.joined')}
            points={series}
            kind="bars"
            lines={[
              { label: t('reports.joined'), of: ({ joined }) => joined, color: 'secondary' },
              { label: t('reports.redeemed'), of: ({ redeemed }) => redeemed, color: 'primary' },
            ]}
          />
          <Section title={t('reports.name.campaigns')}>
            <FigureTable
              heads={[
                t('reports.campaign'),
                t('reports.joined'),
                t('reports.newClients'),
                t('reports.issued'),
                t('reports.redeemed'),
                t('reports.rate'),
                t('reports.revenue'),
                t('reports.discount'),
              ]}
              rows={campaigns.map((row) => ({
                key: row.campaign_id,
                name: row.name,
                hint: row.slug,
                to: `/campaigns/${row.campaign_id}`,
                values: [
                  number(row.joined),
                  number(row.new_clients),
                  number(row.issued),
                  number(row.redeemed),
                  percent(row.redemption_rate),
                  money(row.revenue),
                  money(row.discount),
                ],
              }))}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
