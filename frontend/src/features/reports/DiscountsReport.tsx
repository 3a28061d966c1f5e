import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { FigureTable } from '@/components/FigureTable';
import { useFormats } from '@/components/format';
import { Funnel } from '@/components/Funnel';
import { Section } from '@/components/Section';
import { useFigures, type ReportProps } from './figures';
import { ReportChart } from './ReportChart';

/** Codes issued and redeemed, by template and by source. */
export function DiscountsReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const { count, sum, rate, line, step } = useFigures();
  const report = useGet('/reports/discounts', { query }, { keepPrevious: true });
  const figures = [count('issued'), count('redeemed'), rate, sum('revenue'), sum('discount')] as const;
  return (
    <Loaded query={report}>
      {({ totals, series, by_template, by_source }) => (
        <>
          <Funnel
            title={t('reports.funnel')}
            steps={[
              step('issued', totals),
              step('redeemed', totals),
              { label: t('reports.withAmount'), count: totals.orders },
            ]}
            result={t('reports.result', { revenue: money(totals.revenue), discount: money(totals.discount) })}
          />
          <ReportChart
            title={t('reports.chart.codes')}
            points={series}
            lines={[line('issued', 'secondary'), line('redeemed', 'primary')]}
          />
          <Section title={t('reports.byTemplate')}>
            <FigureTable
              head={t('reports.template')}
              rows={by_template}
              name={({ template_id: id, name }) => ({
                name: name ?? t('reports.noTemplate'),
                to: id === undefined ? undefined : `/templates/${id}`,
              })}
              figures={figures}
            />
          </Section>
          <Section title={t('reports.bySource')}>
            <FigureTable
              head={t('reports.sourceHead')}
              rows={by_source}
              name={({ source }) => ({ name: t(`reports.source.${source}`) })}
              figures={figures}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
