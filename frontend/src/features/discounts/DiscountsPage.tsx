import TicketIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import HistoryIcon from '@mui/icons-material/History';
import { Chip, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { ListedDiscount } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { ExportMenu } from '@/components/ExportMenu';
import { useFormats } from '@/components/format';
import { useNames } from '@/components/names';
import { columnsOf } from '@/components/table/columns';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { ListPage } from '@/components/table/ListPage';
import { MoreFilters } from '@/components/table/MoreFilters';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { RowCard } from '@/components/table/RowCard';
import { TestFilter } from '@/components/table/common-filters';
import { Code } from './Code';
import { StateChip } from './StateChip';

const DAYS = ['created_from', 'created_to', 'expires_from', 'expires_to', 'used_from', 'used_to'] as const;
/** Filters that are seldom wanted. */
const RARE = ['campaign_id', 'broadcast_id', 'is_test', ...DAYS];
const STATES = ['active', 'used', 'expired', 'revoked'] as const;
const SOURCES = ['subscription', 'birthday', 'campaign', 'manual', 'broadcast', 'import'] as const;

/** All codes that were issued. */
export function DiscountsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const list = useListState({ sort: '-created_at', days: DAYS });
  const query = useGet('/discounts', { query: list.query() }, { keepPrevious: true });
  const templateName = useNames('template');
  const campaignName = useNames('campaign');
  const broadcastName = useNames('broadcast');
  const { text, node, date, person } = columnsOf<ListedDiscount>(formats);
  const source = (row: ListedDiscount) => t(`discounts.sources.${row.source}`);
  return (
    <ListPage
      name="discounts"
      title={t('discounts.title')}
      subtitle={t('discounts.subtitle')}
      actions={
        <>
          <ActionButton to="/discounts/usage" startIcon={<HistoryIcon />}>
            {t('discounts.log')}
          </ActionButton>
          <ExportMenu address="/discounts/export" query={list.filterQuery()} name="discounts" />
        </>
      }
      query={query}
      list={list}
      columns={[
        node('code', t('discounts.fields.code'), (row) => <CodeCell discount={row} />, {
          width: 135,
          hideable: false,
        }),
        person(t('discounts.fields.user'), ({ user }) => user),
        text('value', t('discounts.fields.value'), formats.worth, 90),
        node('state', t('discounts.fields.state'), ({ state }) => <StateChip state={state} />, 130),
        text('source', t('discounts.fields.source'), source, 140),
        text('template', t('discounts.fields.template'), (row) => templateName(row.template_id), {
          flex: 1,
          minWidth: 150,
        }),
        text('campaign', t('discounts.fields.campaign'), (row) => campaignName(row.campaign_id), 150),
        text('broadcast', t('discounts.fields.broadcast'), (row) => broadcastName(row.broadcast_id), 150),
        date('created_at', t('discounts.fields.created'), { sortable: true }),
        date('expires_at', t('discounts.fields.expires'), { sortable: true }),
        date('used_at', t('discounts.fields.used'), { sortable: true }),
      ]}
      hidden={['source', 'campaign', 'broadcast']}
      card={(row) => (
        <RowCard
          title={<Code>{row.code}</Code>}
          mark={<StateChip state={row.state} />}
          lines={[
            `${source(row)} · ${
              row.used_at
                ? t('discounts.fields.usedAt', { at: formats.dateTime(row.used_at) })
                : t('discounts.fields.until', { date: formats.date(row.expires_at) })
            }`,
          ]}
        >
          <Typography variant="body2">{`${formats.worth(row)} · ${row.user.display_name}`}</Typography>
        </RowCard>
      )}
      href={({ id }) => `/discounts/${id}`}
      search={
        <SearchFilter
          name="code"
          label={t('discounts.filters.code')}
          hint={t('discounts.filters.codeHint')}
        />
      }
      filters={
        <>
          <ChoiceFilter
            name="state"
            label={t('discounts.fields.state')}
            options={STATES.map((value) => ({ value, label: t(`discounts.states.${value}`) }))}
          />
          <ChoiceFilter
            name="source"
            label={t('discounts.filters.source')}
            options={SOURCES.map((value) => ({ value, label: t(`discounts.sources.${value}`) }))}
          />
          <RemoteFilter name="template_id" label={t('discounts.fields.template')} of="template" />
          <RemoteFilter name="user_id" label={t('discounts.fields.user')} of="user" />
          <MoreFilters names={RARE}>
            <RemoteFilter name="campaign_id" label={t('discounts.fields.campaign')} of="campaign" />
            <RemoteFilter name="broadcast_id" label={t('discounts.fields.broadcast')} of="broadcast" />
            <DaysFilter name="created" label={t('discounts.filters.created')} />
            <DaysFilter name="expires" label={t('discounts.filters.expires')} />
            <DaysFilter name="used" label={t('discounts.filters.used')} />
            <TestFilter />
          </MoreFilters>
        </>
      }
      empty={{ icon: <TicketIcon />, title: t('discounts.empty'), hint: t('discounts.emptyHint') }}
    />
  );
}

function CodeCell({ discount: { id, code, is_test } }: { discount: ListedDiscount }) {
  const { t } = useTranslation();
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'center', height: '100%' }}>
      <Code id={id}>{code}</Code>
      {is_test && <Chip size="small" label={t('discounts.fields.test')} />}
    </Stack>
  );
}
