import { Link, Stack, Typography } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useGet } from '@/api/queries';
import type { Broadcast, BroadcastLog, RecallStatus, RecipientStatus } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { ExportMenu } from '@/components/ExportMenu';
import { useFormats } from '@/components/format';
import { DataTable } from '@/components/table/DataTable';
import { ChoiceFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState } from '@/components/table/list-state';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { isMoving, outcomeWord } from '@/features/broadcasts/actions';

const STATUSES: readonly RecipientStatus[] = [
  'success',
  'pending',
  'sending',
  'failed',
  'blocked',
  'skipped',
  'uncertain',
];
const RECALLS: readonly RecallStatus[] = ['pending', 'recalled', 'failed', 'too_late'];

/** While it is being sent, its recipients are asked for this often. */
const ASK_MS = 5_000;

/** Everybody who was to get it, and what became of their message. */
export function Recipients({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  // The order is the server's own: there is nothing to sort by.
  const list = useListState({ sort: 'id', perPage: 25 });
  const path = { id: broadcast.id };
  const query = useGet(
    '/broadcasts/{id}/logs',
    { path, query: { ...list.filterQuery(), page: list.page, per_page: list.perPage } },
    { keepPrevious: true, refetchInterval: isMoving(broadcast) ? ASK_MS : false },
  );
  const reasonOf = ({ skip_reason, error_message }: BroadcastLog) =>
    skip_reason === undefined ? (error_message ?? '') : t(`broadcasts.skip.${skip_reason}`);
  const columns: GridColDef<BroadcastLog>[] = [
    {
      field: 'display_name',
      headerName: t('broadcasts.log.client'),
      flex: 1,
      minWidth: 180,
      hideable: false,
      renderCell: ({ row }) => (
        <Link component={RouterLink} to={`/users/${row.user_id}`}>
          {row.display_name}
        </Link>
      ),
    },
    {
      field: 'status',
      headerName: t('broadcasts.log.status'),
      width: 190,
      valueGetter: (_, row) => t(`broadcasts.outcome.${outcomeWord(broadcast, row.status)}`),
    },
    {
      field: 'reason',
      headerName: t('broadcasts.log.reason'),
      flex: 1,
      minWidth: 180,
      valueGetter: (_, row) => reasonOf(row),
    },
    { field: 'code', headerName: t('broadcasts.log.code'), width: 120 },
    {
      field: 'sent_at',
      headerName: t('broadcasts.log.sent_at'),
      width: 190,
      valueGetter: (_, row) => dateTime(row.sent_at),
    },
    {
      field: 'recall_status',
      headerName: t('broadcasts.log.recall'),
      width: 160,
      valueGetter: (_, row) => (row.recall_status ? t(`broadcasts.recalled.${row.recall_status}`) : ''),
    },
    {
      field: 'attempts',
      headerName: t('broadcasts.log.attempts'),
      width: 110,
      align: 'right',
      headerAlign: 'right',
    },
  ];
  return (
    <Stack spacing={1.5} component="section" aria-labelledby="recipients">
      <Stack
        direction={{ xs: 'column', sm: 'row' }}
        spacing={1}
        sx={{ justifyContent: 'space-between', alignItems: { xs: 'flex-start', sm: 'center' } }}
      >
        <Typography id="recipients" variant="h6" component="h2">
          {t('broadcasts.log.title')}
        </Typography>
        <ExportMenu
          address={`/broadcasts/${broadcast.id}/logs/export`}
          query={list.filterQuery()}
          name={`broadcast-${broadcast.id}`}
        />
      </Stack>
      <DataTable
        name="broadcast-logs"
        label={t('broadcasts.log.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['attempts', ...(broadcast.recall ? [] : ['recall_status'])]}
        card={(row) => (
          <Stack spacing={0.25}>
            <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between' }}>
              <Typography sx={{ fontWeight: 600 }}>{row.display_name}</Typography>
              <Typography variant="body2">{row.code}</Typography>
            </Stack>
            <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {[
                t(`broadcasts.outcome.${outcomeWord(broadcast, row.status)}`),
                row.sent_at && dateTime(row.sent_at),
                reasonOf(row),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          </Stack>
        )}
        href={(row) => `/users/${row.user_id}`}
        toolbar={
          <FilterBar
            list={list}
            first={
              <ChoiceFilter
                name="status"
                label={t('broadcasts.log.status')}
                options={STATUSES.map((value) => ({ value, label: t(`broadcasts.outcome.${value}`) }))}
              />
            }
          >
            <ChoiceFilter
              name="recall_status"
              label={t('broadcasts.log.recall')}
              options={RECALLS.map((value) => ({ value, label: t(`broadcasts.recalled.${value}`) }))}
            />
            <RemoteFilter name="user_id" label={t('broadcasts.log.client')} of="user" />
          </FilterBar>
        }
        empty={<EmptyState title={t('common.table.nothing')} hint={t('broadcasts.log.empty')} />}
      />
    </Stack>
  );
}
