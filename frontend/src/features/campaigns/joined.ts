import { useTranslation } from 'react-i18next';
import type { Campaign } from '@/api/schema';
import { useFormats } from '@/components/format';

/** Writes how many clients joined a campaign, and of how many that may. */
export function useJoinedText(): (campaign: Campaign) => string {
  const { t } = useTranslation();
  const { number } = useFormats();
  return ({ joined_count, total_limit }) =>
    total_limit === undefined
      ? number(joined_count)
      : t('campaigns.joinedOf', { joined: number(joined_count), limit: number(total_limit) });
}
