import AddIcon from '@mui/icons-material/Add';
import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import { Button } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { getOptions } from '@/api/queries';
import type { Broadcast } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Guarded } from '@/components/Guarded';
import { PageHeader } from '@/components/PageHeader';
import { DataTable } from '@/components/table/DataTable';
import { useListState } from '@/components/table/list-state';
import { isMoving } from './actions';
import { BroadcastCard } from './list/BroadcastCard';
import { BroadcastFilters } from './list/BroadcastFilters';
import { ProgressBar } from './ProgressBar';
import { StatusChip } from './StatusChip';

/** While one of them is on its way the list is asked anew this often. */
const ASK_MS = 4_000;
const DAYS = ['created_from', 'created_to', 'scheduled_from', 'scheduled_to'];

/** All broadcasts; those on their way move by themselves. */
export function BroadcastsPage() {
  const { t } = useTranslation();
  const { dateTime, number } = useFormats();
  const list = useListState({ sort: '-created_at', days: DAYS });
  const query = useQuery({
    ...getOptions('/broadcasts', { query: list.query() }),
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? ASK_MS : false),
  });
  const columns: GridColDef<Broadcast>[] = [
    { field: 'title', headerName: t('broadcasts.column.title'), flex: 2, minWidth: 220, hideable: false },
    {
      field: 'status',
      headerName: t('broadcasts.column.status'),
      width: 140,
      renderCell: ({ row }) => <StatusChip status={row.status} />,
    },
    {
      field: 'progress',
      headerName: t('broadcasts.column.progress'),
      flex: 1,
      minWidth: 160,
      display: 'flex',
      renderCell: ({ row }) => <ProgressBar broadcast={row} />,
    },
    {
      field: 'success',
      headerName: t('broadcasts.column.success'),
      width: 110,
      align: 'right',
      headerAlign: 'right',
      valueGetter: (_, row) => (row.started_at ? number(row.counts.success) : '—'),
    },
    {
      field: 'kind',
      headerName: t('broadcasts.column.kind'),
      width: 150,
      valueGetter: (_, row) => t(`broadcasts.kind.${row.kind}`),
    },
    {
      field: 'scheduled_at',
      headerName: t('broadcasts.column.scheduled_at'),
      width: 190,
      sortable: true,
      valueGetter: (_, row) => dateTime(row.scheduled_at),
    },
    {
      field: 'finished_at',
      headerName: t('broadcasts.column.finished_at'),
      width: 190,
      sortable: true,
      valueGetter: (_, row) => dateTime(row.finished_at),
    },
    {
      field: 'created_at',
      headerName: t('broadcasts.column.created_at'),
      width: 190,
      sortable: true,
      valueGetter: (_, row) => dateTime(row.created_at),
    },
  ];
  return (
    <>
      <PageHeader title={t('broadcasts.title')} actions={<WriteButton />} />
      <DataTable
        name="broadcasts"
        label={t('broadcasts.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['kind', 'finished_at']}
        card={(row) => <BroadcastCard broadcast={row} />}
        href={(row) => `/broadcasts/${row.id}`}
        toolbar={<BroadcastFilters list={list} />}
        empty={
          <EmptyState
            icon={<CampaignIcon />}
            title={t('broadcasts.empty.title')}
            hint={t('broadcasts.empty.hint')}
            action={<WriteButton />}
          />
        }
      />
    </>
  );
}

function WriteButton() {
  const { t } = useTranslation();
  return (
    <Guarded need="marketing">
      {(disabled) => (
        <Button
          variant="contained"
          startIcon={<AddIcon />}
          disabled={disabled}
          component={Link}
          to="/broadcasts/new"
        >
          {t('broadcasts.write')}
        </Button>
      )}
    </Guarded>
  );
}
