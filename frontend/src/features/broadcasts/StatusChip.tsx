import { Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { BroadcastStatus } from '@/api/schema';

const COLORS = {
  draft: 'default',
  scheduled: 'info',
  sending: 'primary',
  paused: 'warning',
  sent: 'success',
  canceled: 'default',
  error: 'error',
} as const satisfies Record<BroadcastStatus, string>;

/** The state of a broadcast. */
export function StatusChip({ status }: { status: BroadcastStatus }) {
  const { t } = useTranslation();
  return <Chip size="small" color={COLORS[status]} label={t(`broadcasts.status.${status}`)} />;
}
