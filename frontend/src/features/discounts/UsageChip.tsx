import { Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { UsageStatus } from '@/api/schema';

const color = (status: UsageStatus) =>
  status === 'success' ? 'success' : status === 'undone' ? 'warning' : 'default';

/** The outcome of an attempt to use a code. */
export function UsageChip({ status }: { status: UsageStatus }) {
  const { t } = useTranslation();
  return (
    <Chip
      size="small"
      variant="outlined"
      color={color(status)}
      label={t(`discounts.statuses.${status}`)}
      sx={{ height: 'auto', minHeight: 24, '& .MuiChip-label': { whiteSpace: 'normal' } }}
    />
  );
}
