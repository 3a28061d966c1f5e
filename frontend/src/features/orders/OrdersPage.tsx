import AddIcon from '@mui/icons-material/Add';
import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Order } from '@/api/schema';
import { ShopFilter, TestFilter } from '@/components/table/shop-filters';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Guarded } from '@/components/Guarded';
import { PageHeader } from '@/components/PageHeader';
import { DataTable } from '@/components/table/DataTable';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState, type ListState } from '@/components/table/list-state';
import { OnlyFilter } from '@/components/table/OnlyFilter';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { OrderCard, useColumns } from './columns';
import { OrderDialog } from './OrderDialog';
import { totalsOf } from './totals';

const DAYS = ['created_from', 'created_to'] as const;
const SOURCES = ['bot', 'api', 'cli', 'import'] as const;
const STATUSES = ['completed', 'undone'] as const;

/** Every purchase whose amount is known. */
export function OrdersPage() {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const list = useListState({ sort: '-created_at', days: DAYS });
  const columns = useColumns();
  const query = useGet('/orders', { query: list.query() }, { keepPrevious: true });
  return (
    <>
      <PageHeader
        title={t('orders.title')}
        subtitle={t('orders.subtitle')}
        actions={
          <Guarded need="marketing">
            {(disabled) => (
              <Button
                variant="contained"
                startIcon={<AddIcon />}
                disabled={disabled}
                onClick={() => setAdding(true)}
              >
                {t('orders.add')}
              </Button>
            )}
          </Guarded>
        }
      />
      <DataTable
        name="orders"
        label={t('orders.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['external_id', 'source']}
        card={(order) => <OrderCard order={order} />}
        empty={<EmptyState icon={<ReceiptIcon />} title={t('orders.empty')} hint={t('orders.emptyHint')} />}
        toolbar={<Filters list={list} />}
      />
      {query.data && query.data.items.length > 0 && <PageTotals orders={query.data.items} />}
      <OrderDialog isOpen={isAdding} onClose={() => setAdding(false)} />
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
          <SearchFilter name="external_id" label={t('orders.filters.external_id')} />
          <OnlyFilter name="discount_id" label={t('orders.filters.onlyCode')} />
        </>
      }
    >
      <RemoteFilter name="user_id" label={t('orders.fields.user')} of="user" />
      <RemoteFilter name="cashier_id" label={t('orders.fields.cashier')} of="cashier" />
      <ShopFilter />
      <ChoiceFilter
        name="status"
        label={t('orders.fields.status')}
        options={STATUSES.map((value) => ({ value, label: t(`orders.statuses.${value}`) }))}
      />
      <ChoiceFilter
        name="source"
        label={t('orders.fields.source')}
        options={SOURCES.map((value) => ({ value, label: t(`orders.sources.${value}`) }))}
      />
      <DaysFilter name="created" label={t('orders.filters.created')} />
      <TestFilter />
    </FilterBar>
  );
}

/** What the purchases in sight come to. */
function PageTotals({ orders }: { orders: readonly Order[] }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const { count, amount, discount, paid } = totalsOf(orders);
  const parts = [
    `${t('orders.totals.count', { count })} ${t('orders.totals.amount', { amount: money(amount) })}`,
    t('orders.totals.discount', { amount: money(discount) }),
    t('orders.totals.paid', { amount: money(paid) }),
  ];
  return (
    <Typography variant="body2" sx={{ mt: 1.5, px: 1, color: 'text.secondary' }}>
      {`${t('orders.onPage')}: ${parts.join(', ')}. ${t('orders.totals.without')}`}
    </Typography>
  );
}
