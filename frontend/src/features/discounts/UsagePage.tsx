import HistoryIcon from '@mui/icons-material/History';
import { Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { UsageLog } from '@/api/schema';
import { useFormats } from '@/components/format';
import { columnsOf } from '@/components/table/columns';
import { ChoiceFilter, DaysFilter, SearchFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { ListPage } from '@/components/table/ListPage';
import { OnlyFilter } from '@/components/table/OnlyFilter';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { RowCard } from '@/components/table/RowCard';
import { ShopFilter } from '@/components/table/common-filters';
import { Code } from './Code';
import { UsageChip } from './UsageChip';
import { useWho } from './who';

const DAYS = ['created_from', 'created_to'] as const;
const STATUSES = [
  'success',
  'undone',
  'not_found',
  'already_used',
  'expired',
  'revoked',
  'amount_required',
  'below_minimum',
  'paused',
  'cashier_not_active',
] as const;
const SOURCES = ['bot', 'api', 'cli'] as const;
const WIDE = { flex: 1, minWidth: 140 };

/** The usage log: every attempt to use a code. */
export function UsagePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const who = useWho();
  const list = useListState({ sort: '-created_at', days: DAYS });
  const query = useGet('/discounts/usage-logs', { query: list.query() }, { keepPrevious: true });
  const { plain, text, node, dateTime, person } = columnsOf<UsageLog>(formats);
  const taken = ({ undone_at }: UsageLog) =>
    undone_at && t('discounts.usage.taken', { at: formats.dateTime(undone_at) });
  return (
    <ListPage
      name="usage"
      title={t('discounts.usage.title')}
      subtitle={t('discounts.usage.subtitle')}
      back="/discounts"
      query={query}
      list={list}
      columns={[
        dateTime('created_at', t('discounts.usage.at'), { sortable: true }),
        node('status', t('discounts.usage.status'), ({ status }) => <UsageChip status={status} />, 210),
        node('code', t('discounts.fields.code'), (row) => <Code id={row.discount_id}>{row.code}</Code>, 125),
        person(t('discounts.fields.user'), ({ user }) => user),
        text('who', t('discounts.usage.who'), who, WIDE),
        plain('shop', t('discounts.usage.shop'), WIDE),
        text(
          'source',
          t('discounts.usage.source'),
          ({ source }) => t(`discounts.usageSources.${source}`),
          140,
        ),
        text('reason', t('discounts.usage.reason'), (row) => taken(row) ?? row.reason, WIDE),
      ]}
      hidden={['source']}
      card={(row) => (
        <RowCard
          title={<Code id={row.discount_id}>{row.code}</Code>}
          mark={<UsageChip status={row.status} />}
          lines={[[row.user?.display_name, taken(row), row.reason].filter(Boolean).join(' · ')]}
        >
          <Typography variant="body2">
            {[formats.dateTime(row.created_at), who(row), row.shop].filter(Boolean).join(' · ')}
          </Typography>
        </RowCard>
      )}
      search={
        <>
          <SearchFilter
            name="code"
            label={t('discounts.filters.code')}
            hint={t('discounts.filters.codeHint')}
          />
          <OnlyFilter name="discount_id" label={t('discounts.filters.onlyOne')} />
        </>
      }
      filters={
        <>
          <ChoiceFilter
            name="status"
            label={t('discounts.usage.status')}
            options={STATUSES.map((value) => ({ value, label: t(`discounts.statuses.${value}`) }))}
          />
          <ChoiceFilter
            name="source"
            label={t('discounts.usage.source')}
            options={SOURCES.map((value) => ({ value, label: t(`discounts.usageSources.${value}`) }))}
          />
          <RemoteFilter name="cashier_id" label={t('discounts.fields.cashier')} of="cashier" />
          <RemoteFilter name="user_id" label={t('discounts.fields.user')} of="user" />
          <ShopFilter />
          <DaysFilter name="created" label={t('discounts.usage.created')} />
        </>
      }
      empty={{
        icon: <HistoryIcon />,
        title: t('discounts.usage.empty'),
        hint: t('discounts.usage.emptyHint'),
      }}
    />
  );
}
