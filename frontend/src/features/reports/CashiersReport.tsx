import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { FigureTable } from '@/components/FigureTable';
import { Section } from '@/components/Section';
import { ReportChart, Totals } from './parts';
import type { ReportProps } from './query';

/** Who redeemed how much. */
export function CashiersReport({ query }: ReportProps) {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  const report = useGet('/reports/cashiers', { query }, { keepPrevious: true });
  return (
    <Loaded query={report}>
      {({ totals, series, cashiers }) => (
        <>
          <Totals
            values={[
              [t('reports.redeemed'), number(totals.redeemed)],
              [t('reports.undone'), number(totals.undone)],
              [t('reports.wrongCodes'), number(totals.wrong_codes)],
              [t('reports.revenue'), money(totals.revenue)],
              [t('reports.discount'), money(totals.discount)],
            ]}
          />
          <ReportChart
            title={t('reports.chart.redemptions')}
            points={series}
            kind="bars"
            lines={[
              { label: t('reports.redeemed'), of: ({ redeemed }) => redeemed, color: 'primary' },
              { label: t('reports.wrongCodes'), of: (point) => point.wrong_codes, color: 'secondary' },
            ]}
          />
          <Section title={t('reports.name.cashiers')}>
            <FigureTable
              heads={[
                t('reports.cashier'),
                t('reports.redeemed'),
                t('reports.undone'),
                t('reports.wrongCodes'),
                t('reports.revenue'),
                t('reports.discount'),
              ]}
              rows={cashiers.map((row) => ({
                key: row.cashier_id,
                name: row.name,
                hint: row.shop,
                to: `/discounts/usage?cashier_id=${row.cashier_id}`,
                values: [
                  number(row.redeemed),
                  number(row.undone),
                  number(row.wrong_codes),
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
