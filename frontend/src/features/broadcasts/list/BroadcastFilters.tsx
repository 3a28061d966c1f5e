import { useTranslation } from 'react-i18next';
import type { BroadcastKind, BroadcastStatus } from '@/api/schema';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import type { ListState } from '@/components/table/list-state';

const STATUSES: readonly BroadcastStatus[] = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'canceled',
  'error',
];
const KINDS: readonly BroadcastKind[] = ['html', 'copy'];

/** Which broadcasts the list shows. */
export function BroadcastFilters({ list }: { list: ListState }) {
  const { t } = useTranslation();
  return (
    <FilterBar list={list} first={<SearchFilter hint={t('broadcasts.filter.searchHint')} />}>
      <ChoiceFilter
        name="status"
        label={t('broadcasts.column.status')}
        options={STATUSES.map((value) => ({ value, label: t(`broadcasts.status.${value}`) }))}
      />
      <ChoiceFilter
        name="kind"
        label={t('broadcasts.column.kind')}
        options={KINDS.map((value) => ({ value, label: t(`broadcasts.kind.${value}`) }))}
      />
      <ChoiceFilter
        name="is_test"
        label={t('broadcasts.filter.test')}
        anyLabel={t('broadcasts.filter.testNo')}
        options={[
          { value: 'any', label: t('common.all') },
          { value: 'true', label: t('broadcasts.filter.testOnly') },
        ]}
      />
      <DaysFilter name="created" label={t('broadcasts.filter.created')} />
      <DaysFilter name="scheduled" label={t('broadcasts.filter.scheduled')} />
    </FilterBar>
  );
}
