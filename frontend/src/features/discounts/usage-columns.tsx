import { Box, Link, Stack, Typography } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { UsageLog } from '@/api/schema';
import { useFormats } from '@/components/format';
import { UsageChip } from './UsageChip';
import { useWho } from './who';

/** The columns of the usage log. */
export function useUsageColumns(): GridColDef<UsageLog>[] {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const who = useWho();
  return [
    {
      field: 'created_at',
      headerName: t('discounts.usage.at'),
      width: 205,
      sortable: true,
      valueGetter: (_, row) => dateTime(row.created_at),
    },
    {
      field: 'status',
      headerName: t('discounts.usage.status'),
      width: 210,
      renderCell: ({ row }) => <UsageChip status={row.status} />,
    },
    {
      field: 'code',
      headerName: t('discounts.fields.code'),
      width: 125,
      renderCell: ({ row }) => <UsedCode log={row} />,
    },
    {
      field: 'user',
      headerName: t('discounts.fields.user'),
      flex: 1,
      minWidth: 140,
      renderCell: ({ row: { user } }) =>
        user && (
          <Link component={RouterLink} to={`/users/${user.id}`} color="inherit" underline="hover">
            {user.display_name}
          </Link>
        ),
    },
    {
      field: 'who',
      headerName: t('discounts.usage.who'),
      flex: 1,
      minWidth: 140,
      valueGetter: (_, row) => who(row),
    },
    {
      field: 'shop',
      headerName: t('discounts.usage.shop'),
      flex: 1,
      minWidth: 120,
    },
    {
      field: 'source',
      headerName: t('discounts.usage.source'),
      width: 140,
      valueGetter: (_, row) => t(`discounts.usageSources.${row.source}`),
    },
    {
      field: 'reason',
      headerName: t('discounts.usage.reason'),
      flex: 1,
      minWidth: 140,
      valueGetter: (_, row) =>
        row.undone_at ? t('discounts.usage.taken', { at: dateTime(row.undone_at) }) : row.reason,
    },
  ];
}

/** The code of a row, leading to it where it is one. */
export function UsedCode({ log: { code, discount_id } }: { log: UsageLog }) {
  const look = { fontFamily: 'monospace', fontWeight: 700, fontSize: 15 };
  if (discount_id === undefined)
    return (
      <Box component="span" sx={{ ...look, fontWeight: 400, color: 'text.secondary' }}>
        {code}
      </Box>
    );
  return (
    <Link component={RouterLink} to={`/discounts/${discount_id}`} sx={look}>
      {code}
    </Link>
  );
}

/** A row of the log on a phone. */
export function UsageCard({ log }: { log: UsageLog }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const who = useWho();
  const { created_at, status, user, shop, undone_at, reason } = log;
  return (
    <Stack spacing={0.5}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center', justifyContent: 'space-between' }}>
        <UsedCode log={log} />
        <UsageChip status={status} />
      </Stack>
      <Typography variant="body2">
        {[dateTime(created_at), who(log), shop].filter(Boolean).join(' · ')}
      </Typography>
      {(user ?? undone_at ?? reason) && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {[user?.display_name, undone_at && t('discounts.usage.taken', { at: dateTime(undone_at) }), reason]
            .filter(Boolean)
            .join(' · ')}
        </Typography>
      )}
    </Stack>
  );
}
