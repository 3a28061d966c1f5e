import { Box, Chip, Link, Stack, Typography } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { ListedDiscount } from '@/api/schema';
import { StateChip } from '@/features/discounts/StateChip';
import { useValueText } from '@/components/value';
import { useFormats } from '@/components/format';
import { useBroadcastNames, useCampaignNames, useTemplateNames } from '@/components/names';

/** The columns of the list of codes. */
export function useColumns(): GridColDef<ListedDiscount>[] {
  const { t } = useTranslation();
  const { date } = useFormats();
  const valueText = useValueText();
  const templateName = useTemplateNames();
  const campaignName = useCampaignNames();
  const broadcastName = useBroadcastNames();
  return [
    {
      field: 'code',
      headerName: t('discounts.fields.code'),
      width: 135,
      hideable: false,
      renderCell: ({ row }) => <CodeLink discount={row} />,
    },
    {
      field: 'user',
      headerName: t('discounts.fields.user'),
      flex: 1,
      minWidth: 160,
      renderCell: ({ row }) => (
        <Link component={RouterLink} to={`/users/${row.user_id}`} color="inherit" underline="hover">
          {row.user.display_name}
        </Link>
      ),
    },
    {
      field: 'value',
      headerName: t('discounts.fields.value'),
      width: 90,
      valueGetter: (_, row) => valueText(row),
    },
    {
      field: 'state',
      headerName: t('discounts.fields.state'),
      width: 130,
      renderCell: ({ row }) => <StateChip state={row.state} />,
    },
    {
      field: 'source',
      headerName: t('discounts.fields.source'),
      width: 140,
      valueGetter: (_, row) => t(`discounts.sources.${row.source}`),
    },
    {
      field: 'template',
      headerName: t('discounts.fields.template'),
      flex: 1,
      minWidth: 150,
      valueGetter: (_, row) => templateName(row.template_id),
    },
    {
      field: 'campaign',
      headerName: t('discounts.fields.campaign'),
      width: 150,
      valueGetter: (_, row) => campaignName(row.campaign_id),
    },
    {
      field: 'broadcast',
      headerName: t('discounts.fields.broadcast'),
      width: 150,
      valueGetter: (_, row) => broadcastName(row.broadcast_id),
    },
    {
      field: 'created_at',
      headerName: t('discounts.fields.created'),
      width: 140,
      sortable: true,
      valueGetter: (_, row) => date(row.created_at),
    },
    {
      field: 'expires_at',
      headerName: t('discounts.fields.expires'),
      width: 140,
      sortable: true,
      valueGetter: (_, row) => date(row.expires_at),
    },
    {
      field: 'used_at',
      headerName: t('discounts.fields.used'),
      width: 140,
      sortable: true,
      valueGetter: (_, row) => date(row.used_at),
    },
  ];
}

function CodeLink({ discount }: { discount: ListedDiscount }) {
  const { t } = useTranslation();
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'center', height: '100%' }}>
      <Link
        component={RouterLink}
        to={`/discounts/${discount.id}`}
        sx={{ fontFamily: 'monospace', fontWeight: 700, fontSize: 15 }}
      >
        {discount.code}
      </Link>
      {discount.is_test && <Chip size="small" label={t('discounts.fields.test')} />}
    </Stack>
  );
}

/** A code on a phone. */
export function DiscountCard({ discount }: { discount: ListedDiscount }) {
  const { t } = useTranslation();
  const { date, dateTime } = useFormats();
  const valueText = useValueText();
  const { code, user, state, source, expires_at, used_at } = discount;
  return (
    <Stack spacing={0.5}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center', justifyContent: 'space-between' }}>
        <Box component="span" sx={{ fontFamily: 'monospace', fontWeight: 700, fontSize: 18 }}>
          {code}
        </Box>
        <StateChip state={state} />
      </Stack>
      <Typography variant="body2">
        {valueText(discount)} · {user.display_name}
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t(`discounts.sources.${source}`)} ·{' '}
        {used_at
          ? t('discounts.fields.usedAt', { at: dateTime(used_at) })
          : t('discounts.fields.until', { date: date(expires_at) })}
      </Typography>
    </Stack>
  );
}
