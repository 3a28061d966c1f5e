import { Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useFormats } from '@/components/format';
import { ProgressBar } from '@/features/broadcasts/ProgressBar';
import { StatusChip } from '@/features/broadcasts/StatusChip';

/** A broadcast in the list on a phone. */
export function BroadcastCard({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { title, status, scheduled_at, finished_at, created_at } = broadcast;
  const when =
    finished_at !== undefined
      ? t('broadcasts.when.finished', { time: dateTime(finished_at) })
      : scheduled_at !== undefined && status === 'scheduled'
        ? t('broadcasts.when.scheduled', { time: dateTime(scheduled_at) })
        : t('broadcasts.when.created', { time: dateTime(created_at) });
  return (
    <Stack spacing={0.75}>
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{title}</Typography>
        <StatusChip status={status} />
      </Stack>
      <ProgressBar broadcast={broadcast} />
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {when}
      </Typography>
    </Stack>
  );
}
