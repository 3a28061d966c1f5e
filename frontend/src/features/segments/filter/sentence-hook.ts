import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { useFormats } from '@/components/format';
import { filterSentence } from './sentence';
import type { FilterDraft } from './tree';

/** For pages: reads filters aloud, with the campaigns by their names. */
export function useFilterSentence(): (filter: FilterDraft) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const campaigns = useGet('/campaigns', { query: { per_page: 200 } }, { staleTime: 60_000 });
  const items = campaigns.data?.items;
  return useCallback(
    (filter) =>
      filterSentence(filter, t, {
        formats,
        campaignName: (id) => items?.find((campaign) => campaign.id === id)?.name,
      }),
    [t, formats, items],
  );
}
