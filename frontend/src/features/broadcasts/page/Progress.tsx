import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Broadcast, BroadcastCounts } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Facts } from '@/components/Facts';
import { outcomeWord } from '@/features/broadcasts/actions';
import { ProgressBar } from '@/features/broadcasts/ProgressBar';
import { SpacedSection } from '@/components/SpacedSection';
import { Muted } from '@/components/Muted';

const OUTCOMES = [
  'success',
  'pending',
  'failed',
  'blocked',
  'skipped',
  'uncertain',
] as const satisfies readonly (keyof BroadcastCounts)[];

/** The progress of a broadcast: outcomes, pace and end. */
export function Progress({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  const { counts, status, effective_rate_per_minute: rate, finishes_at } = broadcast;
  const facts: [string, string][] = [];
  facts.push([t('broadcasts.progress.started'), dateTime(broadcast.started_at)]);
  if (status === 'sending' && rate !== undefined)
    facts.push([
      t('broadcasts.preflight.rate'),
      t('broadcasts.perMinute', { count: rate, number: number(rate) }),
    ]);
  if (status === 'sending' && finishes_at !== undefined)
    facts.push([t('broadcasts.progress.finishes'), dateTime(finishes_at)]);
  if (broadcast.finished_at !== undefined)
    facts.push([t('broadcasts.progress.finished'), dateTime(broadcast.finished_at)]);
  return (
    <SpacedSection title={t('broadcasts.progress.title')}>
      <ProgressBar broadcast={broadcast} />
      {!broadcast.is_laid_out && status === 'sending' && <Muted>{t('broadcasts.progress.layingOut')}</Muted>}
      <Box
        component="ul"
        sx={{
          m: 0,
          p: 0,
          listStyle: 'none',
          display: 'grid',
          gap: 1,
          gridTemplateColumns: { xs: '1fr 1fr', sm: 'repeat(3, 1fr)' },
        }}
      >
        {OUTCOMES.map((outcome) => (
          <Box key={outcome} component="li" sx={{ p: 1.25, borderRadius: 2, bgcolor: 'action.hover' }}>
            <Typography variant="h6" component="div" sx={{ lineHeight: 1.2 }}>
              {number(counts[outcome])}
            </Typography>
            <Muted>{t(`broadcasts.outcome.${outcomeWord(broadcast, outcome)}`)}</Muted>
          </Box>
        ))}
      </Box>
      <Facts facts={facts} />
    </SpacedSection>
  );
}
