import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { Funnel } from '@/components/Funnel';
import { useFormats } from '@/components/format';

/** The funnel of a broadcast, from sent to paid. */
export function MoneyTrail({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const trail = broadcast.money_trail;
  if (!trail) return null;
  const { revenue, discount, net } = trail;
  return (
    <Funnel
      title={t('broadcasts.money.title')}
      steps={[
        { label: t('broadcasts.money.sent'), count: broadcast.counts.success },
        { label: t('broadcasts.money.issued'), count: trail.codes_issued },
        { label: t('broadcasts.money.redeemed'), count: trail.codes_redeemed },
      ]}
      result={t('broadcasts.money.result', {
        revenue: money(revenue),
        discount: money(discount),
        net: money(net),
      })}
    />
  );
}
