import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import TicketIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import { TestFilter } from '@/components/table/shop-filters';
import { ExportMenu } from '@/components/ExportMenu';
import { EmptyState } from '@/components/feedback/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { DataTable } from '@/components/table/DataTable';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState, type ListState } from '@/components/table/list-state';
import { MoreFilters } from '@/components/table/MoreFilters';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { DiscountCard, useColumns } from './columns';

const DAYS = ['created_from', 'created_to', 'expires_from', 'expires_to', 'used_from', 'used_to'] as const;
/** Filters that are seldom wanted. */
const RARE = ['campaign_id', 'broadcast_id', 'is_test', ...DAYS];
const STATES = ['active', 'used', 'expired', 'revoked'] as const;
const SOURCES = ['subscription', 'birthday', 'campaign', 'manual', 'broadcast', 'import'] as const;

/** Every code ever issued. */
export function DiscountsPage() {
  const { t } = useTranslation();
  const list = useListState({ sort: '-created_at', days: DAYS });
  const columns = useColumns();
  const query = useGet('/discounts', { query: list.query() }, { keepPrevious: true });
  return (
    <>
      <PageHeader
        title={t('discounts.title')}
        subtitle={t('discounts.subtitle')}
        actions={
          <>
            <Button component={Link} to="/discounts/usage" startIcon={<HistoryIcon />}>
              {t('discounts.log')}
            </Button>
            <ExportMenu address="/discounts/export" query={list.filterQuery()} name="discounts" />
          </>
        }
      />
      <DataTable
        name="discounts"
        label={t('discounts.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['source', 'campaign', 'broadcast']}
        card={(discount) => <DiscountCard discount={discount} />}
        href={({ id }) => `/discounts/${id}`}
        empty={
          <EmptyState icon={<TicketIcon />} title={t('discounts.empty')} hint={t('discounts.emptyHint')} />
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
        <SearchFilter
          name="code"
          label={t('discounts.filters.code')}
          hint={t('discounts.filters.codeHint')}
        />
      }
    >
      <ChoiceFilter
        name="state"
        label={t('discounts.fields.state')}
        options={STATES.map((value) => ({ value, label: t(`discounts.states.${value}`) }))}
      />
      <ChoiceFilter
        name="source"
        label={t('discounts.filters.source')}
        options={SOURCES.map((value) => ({ value, label: t(`discounts.sources.${value}`) }))}
      />
      <RemoteFilter name="template_id" label={t('discounts.fields.template')} of="template" />
      <RemoteFilter name="user_id" label={t('discounts.fields.user')} of="user" />
      <MoreFilters names={RARE}>
        <RemoteFilter name="campaign_id" label={t('discounts.fields.campaign')} of="campaign" />
        <RemoteFilter name="broadcast_id" label={t('discounts.fields.broadcast')} of="broadcast" />
        <DaysFilter name="created" label={t('discounts.filters.created')} />
        <DaysFilter name="expires" label={t('discounts.filters.expires')} />
        <DaysFilter name="used" label={t('discounts.filters.used')} />
        <TestFilter />
      </MoreFilters>
    </FilterBar>
  );
}
