import { Chip, Link, Stack, Typography } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { Order, OrderStatus } from '@/api/schema';
import { lessBy } from '@/components/kopecks';
import { useFormats } from '@/components/format';
import { useCashierNames } from '@/components/names';

/** The columns of the list of purchases. */
export function useColumns(): GridColDef<Order>[] {
  const { t } = useTranslation();
  const { dateTime, money } = useFormats();
  const cashierName = useCashierNames();
  const sum = { align: 'right', headerAlign: 'right', width: 110 } as const;
  return [
    {
      field: 'created_at',
      headerName: t('orders.fields.created'),
      width: 205,
      sortable: true,
      valueGetter: (_, row) => dateTime(row.created_at),
    },
    {
      field: 'user',
      headerName: t('orders.fields.user'),
      flex: 1,
      minWidth: 140,
      renderCell: ({ row }) => (
        <Link component={RouterLink} to={`/users/${row.user_id}`}>
          {row.user.display_name}
        </Link>
      ),
    },
    {
      ...sum,
      field: 'amount',
      headerName: t('orders.fields.amount'),
      sortable: true,
      valueGetter: (_, row) => money(row.amount),
    },
    {
      ...sum,
      field: 'discount',
      headerName: t('orders.fields.discount'),
      valueGetter: (_, row) => (Number(row.discount_amount) > 0 ? money(row.discount_amount) : '—'),
    },
    {
      ...sum,
      field: 'paid',
      headerName: t('orders.fields.paid'),
      valueGetter: (_, row) => money(lessBy(row.amount, row.discount_amount)),
    },
    {
      field: 'code',
      headerName: t('orders.fields.code'),
      width: 95,
      renderCell: ({ row }) => <ToCode id={row.discount_id} />,
    },
    {
      field: 'status',
      headerName: t('orders.fields.status'),
      width: 125,
      renderCell: ({ row }) => <OrderChip status={row.status} />,
    },
    {
      field: 'cashier',
      headerName: t('orders.fields.cashier'),
      flex: 1,
      minWidth: 120,
      valueGetter: (_, row) => cashierName(row.cashier_id) ?? '—',
    },
    { field: 'shop', headerName: t('orders.fields.shop'), flex: 1, minWidth: 105 },
    { field: 'external_id', headerName: t('orders.fields.external_id'), width: 140 },
    {
      field: 'source',
      headerName: t('orders.fields.source'),
      width: 140,
      valueGetter: (_, row) => t(`orders.sources.${row.source}`),
    },
  ];
}

/** A purchase on a phone. */
export function OrderCard({ order }: { order: Order }) {
  const { dateTime, money } = useFormats();
  const cashierName = useCashierNames();
  const { user, user_id, amount, discount_amount, discount_id, status, created_at, shop, cashier_id } = order;
  const where = [dateTime(created_at), cashierName(cashier_id), shop].filter(Boolean).join(' · ');
  return (
    <Stack spacing={0.5}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center', justifyContent: 'space-between' }}>
        <Typography component="span" sx={{ fontWeight: 700, fontSize: 18 }}>
          {money(amount)}
          {Number(discount_amount) > 0 && (
            <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
              {` − ${money(discount_amount)}`}
            </Typography>
          )}
        </Typography>
        <OrderChip status={status} />
      </Stack>
      <Stack direction="row" spacing={2}>
        <Link component={RouterLink} to={`/users/${user_id}`} sx={{ py: 1 }}>
          {user.display_name}
        </Link>
        <ToCode id={discount_id} isWhole />
      </Stack>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {where}
      </Typography>
    </Stack>
  );
}

/** The way to the code; in a column that is named so, a word is enough. */
function ToCode({ id, isWhole = false }: { id: number | undefined; isWhole?: boolean }) {
  const { t } = useTranslation();
  if (id === undefined) return null;
  return (
    <Link
      component={RouterLink}
      to={`/discounts/${id}`}
      aria-label={t('orders.fields.openCode')}
      sx={{ py: 1 }}
    >
      {isWhole ? t('orders.fields.openCode') : t('common.open')}
    </Link>
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
