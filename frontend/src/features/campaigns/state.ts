import { now as serverNow } from '@/api/clock';
import type { Campaign } from '@/api/schema';

/** The states of a campaign; clients can join only while it is `on`. */
export const STATES = ['on', 'off', 'before', 'over', 'full'] as const;
export type CampaignState = (typeof STATES)[number];

/** The present state of a campaign; switched off counts before the dates and the limit. */
export function stateOf(campaign: Campaign, now = serverNow()): CampaignState {
  const { is_active, starts_at, ends_at, total_limit, joined_count } = campaign;
  if (!is_active) return 'off';
  if (ends_at !== undefined && Date.parse(ends_at) < now) return 'over';
  if (total_limit !== undefined && joined_count >= total_limit) return 'full';
  return starts_at !== undefined && Date.parse(starts_at) > now ? 'before' : 'on';
}
