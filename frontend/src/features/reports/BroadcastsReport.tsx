import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { FigureTable } from '@/components/FigureTable';
import { useFormats } from '@/components/format';
import { Funnel } from '@/components/Funnel';
import { Section } from '@/components/Section';
import { useFigures, type ReportProps } from './figures';
import { ReportChart } from './ReportChart';

/** From message to money, by broadcast. */
export function BroadcastsReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { number, money, date } = useFormats();
  const { label, count, sum, line, step } = useFigures();
  const report = useGet('/reports/broadcasts', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, broadcasts }) => (
        <>
          <Funnel
            title={t('reports.funnel')}
            steps={[
              step('audience', totals),
              step('sent', totals),
              step('issued', totals),
              step('redeemed', totals),
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
            lines={[line('sent', 'secondary'), line('redeemed', 'primary')]}
          />
          <Section title={t('reports.name.broadcasts')}>
            <FigureTable
              head={t('reports.broadcast')}
              rows={broadcasts}
              name={({ broadcast_id: id, title, started_at }) => ({
                name: title,
                hint: date(started_at),
                to: `/broadcasts/${id}`,
              })}
              figures={[
                [label('sent'), ({ sent, audience }) => `${number(sent)} / ${number(audience)}`],
                count('issued'),
                count('redeemed'),
                sum('revenue'),
                sum('discount'),
                sum('net'),
              ]}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
