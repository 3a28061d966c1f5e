import { useTranslation } from 'react-i18next';
import type { ReportCampaign, ReportCashier } from '@/api/schema';
import { FigureTable } from '@/components/FigureTable';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';

/** The cashiers with the most redemptions. */
export function TopCashiers({ cashiers }: { cashiers: readonly ReportCashier[] }) {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  return (
    <Section title={t('dashboard.top.cashiers')}>
      <FigureTable
        head={t('dashboard.top.cashier')}
        rows={cashiers}
        name={({ cashier_id: id, name, shop }) => ({
          name,
          hint: shop,
          to: `/discounts/usage?cashier_id=${id}`,
        })}
        figures={[
          [t('dashboard.redeemed'), ({ redeemed }) => number(redeemed)],
          [t('dashboard.revenue'), ({ revenue }) => money(revenue)],
        ]}
      />
    </Section>
  );
}

/** The campaigns that most clients joined. */
export function TopCampaigns({ campaigns }: { campaigns: readonly ReportCampaign[] }) {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  return (
    <Section title={t('dashboard.top.campaigns')}>
      <FigureTable
        head={t('dashboard.top.campaign')}
        rows={campaigns}
        name={({ campaign_id: id, name }) => ({ name, to: `/campaigns/${id}` })}
        figures={[
          [t('dashboard.top.joined'), ({ joined }) => number(joined)],
          [t('dashboard.revenue'), ({ revenue }) => money(revenue)],
        ]}
      />
    </Section>
  );
}
