import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { Funnel } from '@/components/Funnel';
import { useFormats } from '@/components/format';
import { Facts } from '@/features/broadcasts/Facts';
import { Section } from '@/features/broadcasts/Section';

/** What a broadcast brought: from sent to paid. */
export function MoneyTrail({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const trail = broadcast.money_trail;
  if (!trail) return null;
  return (
    <Section title={t('broadcasts.money.title')}>
      <Funnel
        label={t('broadcasts.money.title')}
        steps={[
          { name: t('broadcasts.money.sent'), count: broadcast.counts.success },
          { name: t('broadcasts.money.issued'), count: trail.codes_issued },
          { name: t('broadcasts.money.redeemed'), count: trail.codes_redeemed },
        ]}
      />
      <Facts
        facts={[
          [t('broadcasts.money.revenue'), money(trail.revenue)],
          [t('broadcasts.money.discount'), `− ${money(trail.discount)}`],
          [t('broadcasts.money.net'), <strong key="net">{money(trail.net)}</strong>],
        ]}
      />
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('broadcasts.money.hint')}
      </Typography>
    </Section>
  );
}
