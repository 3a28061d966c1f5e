import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { CodeNumbers } from '@/api/schema';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { Funnel } from '@/components/Funnel';
import { ReportChart } from './parts';
import type { ReportProps } from './query';

/** What was issued and redeemed, by discount and by what the codes were given for. */
export function DiscountsReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { number, money, percent } = useFormats();
  const report = useGet('/reports/discounts', { query }, { keepPrevious: true });
  const heads = (name: string) => [
    name,
    t('reports.issued'),
    t('reports.redeemed'),
    t('reports.rate'),
    t('reports.revenue'),
    t('reports.discount'),
  ];
  const values = (of: CodeNumbers) => [
    number(of.issued),
    number(of.redeemed),
    percent(of.redemption_rate),
    money(of.revenue),
    money(of.discount),
  ];
  return (
    <Loaded query={report}>
      {({ totals, series, by_template, by_source }) => (
        <>
          <Funnel
            title={t('reports.funnel')}
            steps={[
              { label: t('reports.issued'), count: totals.issued },
              { label: t('reports.redeemed'), count: totals.redeemed },
              { label: t('reports.withAmount'), count: totals.orders },
            ]}
            result={t('reports.result', { revenue: money(totals.revenue), discount: money(totals.discount) })}
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
          <Section title={t('reports.byTemplate')}>
            <FigureTable
              heads={heads(t('reports.template'))}
              rows={by_template.map((row) => ({
                key: row.template_id ?? 0,
                name: row.name ?? t('reports.noTemplate'),
                to: row.template_id === undefined ? undefined : `/templates/${row.template_id}`,
                values: values(row),
              }))}
            />
          </Section>
          <Section title={t('reports.bySource')}>
            <FigureTable
              heads={heads(t('reports.sourceHead'))}
              rows={by_source.map((row) => ({
                key: row.source,
                name: t(`reports.source.${row.source}`),
                values: values(row),
              }))}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
