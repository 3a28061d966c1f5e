import { Box, LinearProgress, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useFormats } from '@/components/format';
import { progressOf } from './actions';

/** The share of recipients that were tried. */
export function ProgressBar({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { audience_total, counts, status } = broadcast;
  if (audience_total === 0) return null;
  const done = audience_total - counts.pending;
  return (
    <Box sx={{ width: '100%' }}>
      <LinearProgress
        variant="determinate"
        value={progressOf(broadcast) * 100}
        color={status === 'error' ? 'error' : status === 'paused' ? 'warning' : 'primary'}
        aria-label={t('broadcasts.progress.label')}
        sx={{ height: 8, borderRadius: 4 }}
      />
      <Typography variant="caption" component="div" sx={{ color: 'text.secondary', lineHeight: 1.6 }}>
        {t('broadcasts.progress.of', { done: number(done), total: number(audience_total) })}
      </Typography>
    </Box>
  );
}
