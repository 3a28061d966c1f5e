import AddIcon from '@mui/icons-material/Add';
import QrCodeIcon from '@mui/icons-material/QrCode2';
import { Button, Stack, Typography } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import type { Campaign } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Guarded } from '@/components/Guarded';
import { PageHeader } from '@/components/PageHeader';
import { DataTable } from '@/components/table/DataTable';
import { FilterBar } from '@/components/table/FilterBar';
import { FlagFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { StateChip } from './StateChip';

/** All campaigns. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const { dateTime, number } = useFormats();
  const list = useListState({ sort: '-created_at' });
  const query = useGet('/campaigns', { query: list.query() }, { keepPrevious: true });
  const templates = useGet('/discount-templates', { query: { per_page: 200 } }, { staleTime: 60_000 }).data;
  const templateName = ({ template_id }: Campaign) =>
    template_id === undefined
      ? t('campaigns.noTemplate')
      : (templates?.items.find(({ id }) => id === template_id)?.name ?? `№ ${template_id}`);
  const joined = ({ joined_count, total_limit }: Campaign) =>
    total_limit === undefined
      ? number(joined_count)
      : t('campaigns.joinedOf', { joined: number(joined_count), limit: number(total_limit) });
  const columns: GridColDef<Campaign>[] = [
    {
      field: 'name',
      headerName: t('campaigns.field.name'),
      flex: 2,
      minWidth: 200,
      sortable: true,
      hideable: false,
    },
    {
      field: 'state',
      headerName: t('campaigns.column.state'),
      width: 150,
      renderCell: ({ row }) => <StateChip campaign={row} />,
    },
    {
      field: 'joined_count',
      headerName: t('campaigns.column.joined'),
      width: 150,
      align: 'right',
      headerAlign: 'right',
      sortable: true,
      valueGetter: (_, row) => joined(row),
    },
    {
      field: 'template_id',
      headerName: t('campaigns.field.template'),
      flex: 1,
      minWidth: 160,
      valueGetter: (_, row) => templateName(row),
    },
    { field: 'slug', headerName: t('campaigns.field.slug'), width: 160 },
    {
      field: 'starts_at',
      headerName: t('campaigns.field.starts_at'),
      width: 190,
      valueGetter: (_, row) => dateTime(row.starts_at),
    },
    {
      field: 'ends_at',
      headerName: t('campaigns.field.ends_at'),
      width: 190,
      valueGetter: (_, row) => dateTime(row.ends_at),
    },
    {
      field: 'created_at',
      headerName: t('campaigns.column.created_at'),
      width: 190,
      sortable: true,
      valueGetter: (_, row) => dateTime(row.created_at),
    },
  ];
  return (
    <>
      <PageHeader title={t('campaigns.title')} actions={<AddButton />} />
      <DataTable
        name="campaigns"
        label={t('campaigns.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['starts_at', 'created_at']}
        card={(row) => (
          <Stack spacing={0.5}>
            <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between' }}>
              <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{row.name}</Typography>
              <StateChip campaign={row} />
            </Stack>
            <Typography variant="body2">{t('campaigns.cardJoined', { joined: joined(row) })}</Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {templateName(row)}
            </Typography>
          </Stack>
        )}
        href={(row) => `/campaigns/${row.id}`}
        toolbar={
          <FilterBar
            list={list}
            first={
              <FlagFilter
                name="is_active"
                label={t('campaigns.field.is_active')}
                yes={t('common.on')}
                no={t('common.off')}
              />
            }
          >
            <RemoteFilter name="template_id" label={t('campaigns.field.template')} of="template" />
          </FilterBar>
        }
        empty={
          <EmptyState
            icon={<QrCodeIcon />}
            title={t('campaigns.empty.title')}
            hint={t('campaigns.empty.hint')}
            action={<AddButton />}
          />
        }
      />
    </>
  );
}

function AddButton() {
  const { t } = useTranslation();
  return (
    <Guarded need="marketing">
      {(disabled) => (
        <Button
          variant="contained"
          startIcon={<AddIcon />}
          disabled={disabled}
          component={Link}
          to="/campaigns/new"
        >
          {t('campaigns.add')}
        </Button>
      )}
    </Guarded>
  );
}
