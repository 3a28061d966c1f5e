import AddIcon from '@mui/icons-material/Add';
import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import { Chip, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Order, OrderStatus } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useFormats } from '@/components/format';
import { lessBy } from '@/components/kopecks';
import { Muted } from '@/components/Muted';
import { useNames } from '@/components/names';
import { columnsOf } from '@/components/table/columns';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { ListPage } from '@/components/table/ListPage';
import { OnlyFilter } from '@/components/table/OnlyFilter';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { RowCard } from '@/components/table/RowCard';
import { ShopFilter, TestFilter } from '@/components/table/common-filters';
import { To } from '@/components/To';
import { OrderDialog } from './OrderDialog';
import { totalsOf } from './totals';

const DAYS = ['created_from', 'created_to'] as const;
const SOURCES = ['bot', 'api', 'cli', 'import'] as const;
const STATUSES = ['completed', 'undone'] as const;

/** All purchases whose amount is known. */
export function OrdersPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { money } = formats;
  const [isAdding, setAdding] = useState(false);
  const list = useListState({ sort: '-created_at', days: DAYS });
  const query = useGet('/orders', { query: list.query() }, { keepPrevious: true });
  const cashierName = useNames('cashier');
  const { plain, text, node, figure, dateTime, person } = columnsOf<Order>(formats);
  const discount = ({ discount_amount: amount }: Order) => (Number(amount) > 0 ? money(amount) : null);
  return (
    <>
      <ListPage
        name="orders"
        title={t('orders.title')}
        subtitle={t('orders.subtitle')}
        actions={
          <ActionButton
            need="marketing"
            variant="contained"
            startIcon={<AddIcon />}
            act={() => setAdding(true)}
          >
            {t('orders.add')}
          </ActionButton>
        }
        query={query}
        list={list}
        columns={[
          dateTime('created_at', t('orders.fields.created'), { sortable: true }),
          person(t('orders.fields.user'), ({ user_id, user }) => ({ ...user, id: user_id })),
          figure('amount', t('orders.fields.amount'), ({ amount }) => money(amount), { sortable: true }),
          figure('discount', t('orders.fields.discount'), (row) => discount(row) ?? '—'),
          figure('paid', t('orders.fields.paid'), (row) => money(lessBy(row.amount, row.discount_amount))),
          node('code', t('orders.fields.code'), ({ discount_id: id }) => <ToCode id={id} />, 95),
          node('status', t('orders.fields.status'), ({ status }) => <OrderChip status={status} />, 125),
          text('cashier', t('orders.fields.cashier'), ({ cashier_id: id }) => cashierName(id) ?? '—', {
            flex: 1,
            minWidth: 120,
          }),
          plain('shop', t('orders.fields.shop'), { flex: 1, minWidth: 105 }),
          plain('external_id', t('orders.fields.external_id'), 140),
          text('source', t('orders.fields.source'), ({ source }) => t(`orders.sources.${source}`), 140),
        ]}
        hidden={['external_id', 'source']}
        card={(row) => (
          <RowCard
            title={
              <>
                {money(row.amount)}
                {discount(row) && <Muted component="span">{` − ${discount(row) ?? ''}`}</Muted>}
              </>
            }
            mark={<OrderChip status={row.status} />}
            lines={[
              [formats.dateTime(row.created_at), cashierName(row.cashier_id), row.shop]
                .filter(Boolean)
                .join(' · '),
            ]}
          >
            <Stack direction="row" spacing={2}>
              <To to={`/users/${row.user_id}`} sx={{ py: 1 }}>
                {row.user.display_name}
              </To>
              <ToCode id={row.discount_id} isWhole />
            </Stack>
          </RowCard>
        )}
        search={
          <>
            <SearchFilter name="external_id" label={t('orders.filters.external_id')} />
            <OnlyFilter name="discount_id" label={t('orders.filters.onlyCode')} />
          </>
        }
        filters={
          <>
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
          </>
        }
        empty={{ icon: <ReceiptIcon />, title: t('orders.empty'), hint: t('orders.emptyHint') }}
      />
      {query.data && query.data.items.length > 0 && <PageTotals orders={query.data.items} />}
      <OrderDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </>
  );
}

/** The totals of the purchases on this page. */
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
    <Muted sx={{ mt: 1.5, px: 1 }}>
      {`${t('orders.onPage')}: ${parts.join(', ')}. ${t('orders.totals.without')}`}
    </Muted>
  );
}

/** A link to the code; `isWhole` spells out where it leads. */
function ToCode({ id, isWhole = false }: { id: number | undefined; isWhole?: boolean }) {
  const { t } = useTranslation();
  if (id === undefined) return null;
  return (
    <To to={`/discounts/${id}`} aria-label={t('orders.fields.openCode')} sx={{ py: 1 }}>
      {isWhole ? t('orders.fields.openCode') : t('common.open')}
    </To>
  );
}

function OrderChip({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return (
    <Chip
      size="small"
      variant="outlined"
      color={status === 'completed' ? 'success' : 'warning'}
      label={t(`orders.statuses.${status}`)}
    />
  );
}
