import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { useFigures, type ReportProps } from './figures';
import { ReportChart } from './ReportChart';
import { Totals } from './Totals';

/** Redemptions by cashier. */
export function CashiersReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { count, sum, line } = useFigures();
  const report = useGet('/reports/cashiers', { query }, { keepPrevious: true });
  const figures = [
    count('redeemed'),
    count('undone'),
    count('wrong_codes'),
    sum('revenue'),
    sum('discount'),
  ] as const;
  return (
    <Loaded query={report}>
      {({ totals, series, cashiers }) => (
        <>
          <Totals of={totals} figures={figures} />
          <ReportChart
            title={t('reports.chart.redemptions')}
            points={series}
            lines={[line('redeemed', 'primary'), line('wrong_codes', 'secondary')]}
          />
          <Section title={t('reports.name.cashiers')}>
            <FigureTable
              head={t('reports.cashier')}
              rows={cashiers}
              name={({ cashier_id: id, name, shop }) => ({
                name,
                hint: shop,
                to: `/discounts/usage?cashier_id=${id}`,
              })}
              figures={figures}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
