import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNamed } from '@/components/names';
import { useFormats } from '@/components/format';
import { filterSentence } from './sentence';
import type { FilterDraft } from './tree';

/** Gives the function that writes a filter as a sentence, with campaigns by name. */
export function useFilterSentence(): (filter: FilterDraft) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const { items } = useNamed('campaign');
  return useCallback(
    (filter) =>
      filterSentence(filter, t, {
        formats,
        campaignName: (id) => items.find((campaign) => campaign.id === id)?.label,
      }),
    [t, formats, items],
  );
}
