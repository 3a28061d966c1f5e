import { now as serverNow } from '@/api/clock';
import AddIcon from '@mui/icons-material/Add';
import LocalOfferIcon from '@mui/icons-material/LocalOfferOutlined';
import { Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { EmptyState } from '@/components/feedback/EmptyState';
import { CardGrid } from '@/components/layout';
import { Loaded } from '@/components/feedback/Loaded';
import { ActionButton } from '@/components/ActionButton';
import { PageHeader } from '@/components/PageHeader';
import { ChoiceFilter, FlagFilter } from '@/components/table/filters';
import { FilterBar } from '@/components/table/FilterBar';
import { useListState } from '@/components/table/list-state';
import { Pager } from '@/components/table/Pager';
import { SortMenu } from '@/components/table/SortMenu';
import { standingAmong } from './standing';
import { TemplateCard } from './TemplateCard';

const EVENTS = ['subscription', 'birthday', 'campaign', 'manual'] as const;
const SORTS = ['created_at', 'name', 'issued_count'] as const;

/** All discount templates. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const list = useListState({ sort: '-created_at' });
  const found = useGet('/discount-templates', { query: list.query() }, { keepPrevious: true });
  // Needed to see which active templates are shadowed.
  const active = useGet('/discount-templates', { query: { is_active: true, per_page: 200 } });
  const isFiltered = Object.keys(list.filters).length > 0;
  const now = new Date(serverNow());
  return (
    <>
      <PageHeader
        title={t('templates.title')}
        subtitle={t('templates.subtitle')}
        actions={
          <ActionButton need="marketing" to="/templates/new" variant="contained" startIcon={<AddIcon />}>
            {t('templates.add')}
          </ActionButton>
        }
      />
      <Stack direction="row" sx={{ mb: 2, justifyContent: 'space-between', alignItems: 'flex-start' }}>
        <FilterBar list={list}>
          <ChoiceFilter
            name="event"
            label={t('templates.filters.event')}
            options={EVENTS.map((value) => ({ value, label: t(`templates.events.${value}`) }))}
          />
          <FlagFilter
            name="is_active"
            label={t('templates.filters.isActive')}
            yes={t('templates.filters.on')}
            no={t('templates.filters.off')}
          />
        </FilterBar>
        <SortMenu
          list={list}
          columns={SORTS.map((field) => ({
            field,
            headerName: t(`templates.sort.${field}`),
            sortable: true,
          }))}
        />
      </Stack>
      <Loaded query={found}>
        {({ items, total, total_exact }) => (
          <>
            {total === 0 && (
              <EmptyState
                icon={<LocalOfferIcon />}
                title={isFiltered ? t('common.table.nothingFound') : t('templates.empty')}
                hint={isFiltered ? t('common.table.nothingFoundHint') : t('templates.emptyHint')}
              />
            )}
            <CardGrid label={t('templates.title')} min={300}>
              {items.map((template) => (
                <TemplateCard
                  key={template.id}
                  template={template}
                  standing={standingAmong(template, active.data?.items ?? [], now)}
                />
              ))}
            </CardGrid>
            {total > items.length && <Pager list={list} total={total} isExact={total_exact} />}
          </>
        )}
      </Loaded>
    </>
  );
}
