import { Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { DiscountState } from '@/api/schema';

const colors = { active: 'success', used: 'info', expired: 'default', revoked: 'error' } as const;

/** The state of a code. */
export function StateChip({ state }: { state: DiscountState }) {
  const { t } = useTranslation();
  return (
    <Chip size="small" variant="outlined" color={colors[state]} label={t(`discounts.states.${state}`)} />
  );
}
