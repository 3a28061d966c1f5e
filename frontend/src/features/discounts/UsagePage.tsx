import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { ShopFilter } from '@/components/table/shop-filters';
import { EmptyState } from '@/components/feedback/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { DataTable } from '@/components/table/DataTable';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState, type ListState } from '@/components/table/list-state';
import { OnlyFilter } from '@/components/table/OnlyFilter';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { UsageCard, useUsageColumns } from './usage-columns';

const DAYS = ['created_from', 'created_to'] as const;
const STATUSES = [
  'success',
  'undone',
  'not_found',
  'already_used',
  'expired',
  'revoked',
  'amount_required',
  'below_minimum',
  'paused',
  'cashier_not_active',
] as const;
const SOURCES = ['bot', 'api', 'cli'] as const;

/** The log of everything that was tried with codes. */
export function UsagePage() {
  const { t } = useTranslation();
  const list = useListState({ sort: '-created_at', days: DAYS });
  const columns = useUsageColumns();
  const query = useGet('/discounts/usage-logs', { query: list.query() }, { keepPrevious: true });
  return (
    <>
      <PageHeader
        title={t('discounts.usage.title')}
        subtitle={t('discounts.usage.subtitle')}
        back="/discounts"
      />
      <DataTable
        name="usage"
        label={t('discounts.usage.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['source']}
        card={(log) => <UsageCard log={log} />}
        empty={
          <EmptyState
            icon={<HistoryIcon />}
            title={t('discounts.usage.empty')}
            hint={t('discounts.usage.emptyHint')}
          />
        }
        toolbar={<Filters list={list} />}
      />
    </>
  );
}

function Filters({ list }: { list: ListState }) {
  const { t } = useTranslation();
  return (
    <FilterBar
      list={list}
      first={
        <>
          <SearchFilter
            name="code"
            label={t('discounts.filters.code')}
            hint={t('discounts.filters.codeHint')}
          />
          <OnlyFilter name="discount_id" label={t('discounts.filters.onlyOne')} />
        </>
      }
    >
      <ChoiceFilter
        name="status"
        label={t('discounts.usage.status')}
        options={STATUSES.map((value) => ({ value, label: t(`discounts.statuses.${value}`) }))}
      />
      <ChoiceFilter
        name="source"
        label={t('discounts.usage.source')}
        options={SOURCES.map((value) => ({ value, label: t(`discounts.usageSources.${value}`) }))}
      />
      <RemoteFilter name="cashier_id" label={t('discounts.fields.cashier')} of="cashier" />
      <RemoteFilter name="user_id" label={t('discounts.fields.user')} of="user" />
      <ShopFilter />
      <DaysFilter name="created" label={t('discounts.usage.created')} />
    </FilterBar>
  );
}
