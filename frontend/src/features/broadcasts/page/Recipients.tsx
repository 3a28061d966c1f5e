import { Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Broadcast, BroadcastLog, RecallStatus, RecipientStatus } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { ExportMenu } from '@/components/ExportMenu';
import { useFormats } from '@/components/format';
import { columnsOf } from '@/components/table/columns';
import { DataTable } from '@/components/table/DataTable';
import { ChoiceFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState } from '@/components/table/list-state';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { RowCard } from '@/components/table/RowCard';
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

/** How often the recipients are asked for while the broadcast is being sent. */
const ASK_MS = 5_000;

/** The recipients of a broadcast, with the outcome for each. */
export function Recipients({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const formats = useFormats();
  // The server has one order for this list: `sort` is not sent.
  const list = useListState({ sort: 'id', perPage: 25 });
  const path = { id: broadcast.id };
  const query = useGet(
    '/broadcasts/{id}/logs',
    { path, query: { ...list.filterQuery(), page: list.page, per_page: list.perPage } },
    { keepPrevious: true, refetchInterval: isMoving(broadcast) ? ASK_MS : false },
  );
  const outcome = ({ status }: BroadcastLog) => t(`broadcasts.outcome.${outcomeWord(broadcast, status)}`);
  const reason = ({ skip_reason, error_message }: BroadcastLog) =>
    skip_reason === undefined ? error_message : t(`broadcasts.skip.${skip_reason}`);
  const recalled = ({ recall_status: status }: BroadcastLog) => status && t(`broadcasts.recalled.${status}`);
  const { plain, text, figure, dateTime, person } = columnsOf<BroadcastLog>(formats);
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
        columns={[
          person(t('broadcasts.log.client'), ({ user_id, display_name }) => ({ id: user_id, display_name })),
          text('status', t('broadcasts.log.status'), outcome, 190),
          text('reason', t('broadcasts.log.reason'), reason, { flex: 1, minWidth: 180 }),
          plain('code', t('broadcasts.log.code'), 120),
          dateTime('sent_at', t('broadcasts.log.sent_at')),
          text('recall_status', t('broadcasts.log.recall'), recalled, 160),
          figure('attempts', t('broadcasts.log.attempts'), ({ attempts }) => formats.number(attempts)),
        ]}
        hidden={['attempts', ...(broadcast.recall ? [] : ['recall_status'])]}
        card={(row) => (
          <RowCard
            title={row.display_name}
            mark={row.code}
            lines={[
              [outcome(row), row.sent_at && formats.dateTime(row.sent_at), reason(row)]
                .filter(Boolean)
                .join(' · '),
            ]}
          />
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
