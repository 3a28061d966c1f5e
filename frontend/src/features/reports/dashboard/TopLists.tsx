import { useTranslation } from 'react-i18next';
import type { ReportCampaign, ReportCashier } from '@/api/schema';
import { FigureTable } from '@/components/FigureTable';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';

/** Who redeemed most. */
export function TopCashiers({ cashiers }: { cashiers: readonly ReportCashier[] }) {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  return (
    <Section title={t('dashboard.top.cashiers')}>
      <FigureTable
        heads={[t('dashboard.top.cashier'), t('dashboard.redeemed'), t('dashboard.revenue')]}
        rows={cashiers.map(({ cashier_id: id, name, shop, redeemed, revenue }) => ({
          key: id,
          to: `/discounts/usage?cashier_id=${id}`,
          name,
          hint: shop,
          values: [number(redeemed), money(revenue)],
        }))}
      />
    </Section>
  );
}

/** Which campaigns most clients joined. */
export function TopCampaigns({ campaigns }: { campaigns: readonly ReportCampaign[] }) {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  return (
    <Section title={t('dashboard.top.campaigns')}>
      <FigureTable
        heads={[t('dashboard.top.campaign'), t('dashboard.top.joined'), t('dashboard.revenue')]}
        rows={campaigns.map(({ campaign_id: id, name, joined, revenue }) => ({
          key: id,
          to: `/campaigns/${id}`,
          name,
          values: [number(joined), money(revenue)],
        }))}
      />
    </Section>
  );
}
