import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { Funnel } from '@/components/Funnel';
import { ReportChart } from './parts';
import type { ReportProps } from './query';

/** From message to money, by broadcast. */
export function BroadcastsReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { number, money, date } = useFormats();
  const report = useGet('/reports/broadcasts', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, broadcasts }) => (
        <>
          <Funnel
            title={t('reports.funnel')}
            steps={[
              { label: t('reports.audience'), count: totals.audience },
              { label: t('reports.sent'), count: totals.sent },
              { label: t('reports.issued'), count: totals.issued },
              { label: t('reports.redeemed'), count: totals.redeemed },
            ]}
            result={t('reports.netResult', {
              revenue: money(totals.revenue),
              discount: money(totals.discount),
              net: money(totals.net),
            })}
          />
          <ReportChart
            title={t('reports.chart.sent')}
            points={series}
            kind="bars"
            lines={[
              { label: t('reports.sent'), of: ({ sent }) => sent, color: 'secondary' },
              { label: t('reports.redeemed'), of: ({ redeemed }) => redeemed, color: 'primary' },
            ]}
          />
          <Section title={t('reports.name.broadcasts')}>
            <FigureTable
              heads={[
                t('reports.broadcast'),
                t('reports.sent'),
                t('reports.issued'),
                t('reports.redeemed'),
                t('reports.revenue'),
                t('reports.discount'),
                t('reports.net'),
              ]}
              rows={broadcasts.map((row) => ({
                key: row.broadcast_id,
                name: row.title,
                hint: date(row.started_at),
                to: `/broadcasts/${row.broadcast_id}`,
                values: [
                  `${number(row.sent)} / ${number(row.audience)}`,
                  number(row.issued),
                  number(row.redeemed),
                  money(row.revenue),
                  money(row.discount),
                  money(row.net),
                ],
              }))}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
