import AddIcon from '@mui/icons-material/Add';
import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getOptions } from '@/api/queries';
import type { Broadcast, BroadcastKind, BroadcastStatus } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useFormats } from '@/components/format';
import { columnsOf } from '@/components/table/columns';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { ListPage } from '@/components/table/ListPage';
import { RowCard } from '@/components/table/RowCard';
import { isMoving } from './actions';
import { ProgressBar } from './ProgressBar';
import { StatusChip } from './StatusChip';

const STATUSES: readonly BroadcastStatus[] = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'canceled',
  'error',
];
const KINDS: readonly BroadcastKind[] = ['html', 'copy'];

/** How often the list is asked for while one of its broadcasts is on its way. */
const ASK_MS = 4_000;
const DAYS = ['created_from', 'created_to', 'scheduled_from', 'scheduled_to'];

/** All broadcasts. Those on their way are kept up to date. */
export function BroadcastsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const list = useListState({ sort: '-created_at', days: DAYS });
  const query = useQuery({
    ...getOptions('/broadcasts', { query: list.query() }),
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? ASK_MS : false),
  });
  const { plain, text, node, figure, dateTime } = columnsOf<Broadcast>(formats);
  const column = (
    field:
      'title' | 'status' | 'progress' | 'success' | 'kind' | 'scheduled_at' | 'finished_at' | 'created_at',
  ) => t(`broadcasts.column.${field}`);
  const write = (
    <ActionButton need="marketing" to="/broadcasts/new" variant="contained" startIcon={<AddIcon />}>
      {t('broadcasts.write')}
    </ActionButton>
  );
  return (
    <ListPage
      name="broadcasts"
      title={t('broadcasts.title')}
      actions={write}
      query={query}
      list={list}
      columns={[
        plain('title', column('title'), { flex: 2, minWidth: 220, hideable: false }),
        node('status', column('status'), (row) => <StatusChip status={row.status} />, 140),
        node('progress', column('progress'), (row) => <ProgressBar broadcast={row} />, {
          flex: 1,
          minWidth: 160,
          display: 'flex',
        }),
        figure('success', column('success'), ({ started_at, counts }) =>
          started_at ? formats.number(counts.success) : '—',
        ),
        text('kind', column('kind'), ({ kind }) => t(`broadcasts.kind.${kind}`), 150),
        dateTime('scheduled_at', column('scheduled_at'), { sortable: true }),
        dateTime('finished_at', column('finished_at'), { sortable: true }),
        dateTime('created_at', column('created_at'), { sortable: true }),
      ]}
      hidden={['kind', 'finished_at']}
      card={(row) => <BroadcastCard broadcast={row} />}
      href={(row) => `/broadcasts/${row.id}`}
      search={<SearchFilter hint={t('broadcasts.filter.searchHint')} />}
      filters={
        <>
          <ChoiceFilter
            name="status"
            label={column('status')}
            options={STATUSES.map((value) => ({ value, label: t(`broadcasts.status.${value}`) }))}
          />
          <ChoiceFilter
            name="kind"
            label={column('kind')}
            options={KINDS.map((value) => ({ value, label: t(`broadcasts.kind.${value}`) }))}
          />
          <ChoiceFilter
            name="is_test"
            label={t('broadcasts.filter.test')}
            anyLabel={t('broadcasts.filter.testNo')}
            options={[
              { value: 'any', label: t('common.all') },
              { value: 'true', label: t('broadcasts.filter.testOnly') },
            ]}
          />
          <DaysFilter name="created" label={t('broadcasts.filter.created')} />
          <DaysFilter name="scheduled" label={t('broadcasts.filter.scheduled')} />
        </>
      }
      empty={{
        icon: <CampaignIcon />,
        title: t('broadcasts.empty.title'),
        hint: t('broadcasts.empty.hint'),
        action: write,
      }}
    />
  );
}

function BroadcastCard({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { title, status, scheduled_at, finished_at, created_at } = broadcast;
  const when =
    finished_at !== undefined
      ? t('broadcasts.when.finished', { time: dateTime(finished_at) })
      : scheduled_at !== undefined && status === 'scheduled'
        ? t('broadcasts.when.scheduled', { time: dateTime(scheduled_at) })
        : t('broadcasts.when.created', { time: dateTime(created_at) });
  return (
    <RowCard title={title} mark={<StatusChip status={status} />} lines={[when]}>
      <ProgressBar broadcast={broadcast} />
    </RowCard>
  );
}
