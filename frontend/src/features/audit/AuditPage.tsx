import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { ChoiceFilter, DaysFilter, TextFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState } from '@/components/table/list-state';
import { Pager } from '@/components/table/Pager';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { PageHeader } from '@/components/PageHeader';
import { audit as texts } from '@/i18n/ru/audit';
import { Box, Paper } from '@mui/material';
import { Record } from './Record';

const actions = Object.keys(texts.action) as (keyof typeof texts.action)[];
const entities = Object.keys(texts.entity) as (keyof typeof texts.entity)[];

/** The audit log, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const list = useListState({ sort: '-created_at' });
  const records = useGet('/audit-logs', { query: list.query() }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={t('audit.title')} subtitle={t('audit.subtitle')} />
      <Paper variant="outlined">
        <Box sx={{ p: 1 }}>
          <FilterBar
            list={list}
            first={
              <ChoiceFilter
                name="action"
                label={t('audit.what')}
                options={actions.map((value) => ({ value, label: t(`audit.action.${value}`) }))}
              />
            }
          >
            <ChoiceFilter
              name="entity"
              label={t('audit.about')}
              options={entities.map((value) => ({ value, label: t(`audit.entity.${value}`) }))}
            />
            <TextFilter name="entity_id" label={t('audit.number')} type="number" />
            <ChoiceFilter
              name="actor"
              label={t('audit.who')}
              options={(['admin', 'cli', 'system'] as const).map((value) => ({
                value,
                label: t(`audit.actor.${value}`),
              }))}
            />
            <DaysFilter name="created" label={t('audit.day')} />
          </FilterBar>
        </Box>
        <Loaded query={records}>
          {({ items, total, total_exact: isExact }) =>
            items.length === 0 ? (
              <EmptyState title={t('common.table.nothingFound')} hint={t('common.table.nothingFoundHint')} />
            ) : (
              <>
                <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
                  {items.map((record) => (
                    <Record key={record.id} record={record} />
                  ))}
                </Box>
                <Pager list={list} total={total} isExact={isExact} />
              </>
            )
          }
        </Loaded>
      </Paper>
    </>
  );
}
