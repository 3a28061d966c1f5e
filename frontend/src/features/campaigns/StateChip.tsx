import { Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '@/api/schema';
import { stateOf, type CampaignState } from './state';

const COLORS = {
  on: 'success',
  off: 'default',
  before: 'info',
  over: 'default',
  full: 'warning',
} as const satisfies Record<CampaignState, string>;

/** The state of a campaign. */
export function StateChip({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const state = stateOf(campaign);
  return <Chip size="small" color={COLORS[state]} label={t(`campaigns.state.${state}`)} />;
}
