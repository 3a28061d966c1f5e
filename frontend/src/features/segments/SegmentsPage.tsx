import AddIcon from '@mui/icons-material/Add';
import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import { Typography } from '@mui/material';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Segment } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useFormats } from '@/components/format';
import { columnsOf } from '@/components/table/columns';
import { SearchFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { ListPage } from '@/components/table/ListPage';
import { RowCard } from '@/components/table/RowCard';
import { To } from '@/components/To';
import { useFilterSentence } from './filter/sentence-hook';
import { SegmentCount } from './SegmentCount';

/** The segments, each with the number of clients in it. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useFilterSentence();
  const list = useListState({ sort: '-created_at' });
  const query = useGet('/segments', { query: list.query() }, { keepPrevious: true });
  const columns = useMemo(() => {
    const { text, node, date, dateTime } = columnsOf<Segment>(formats);
    return [
      node('name', t('segments.name'), ({ id, name }) => <To to={`/segments/${id}`}>{name}</To>, {
        sortable: true,
        hideable: false,
        flex: 1,
        minWidth: 180,
      }),
      node(
        'filter',
        t('segments.filter'),
        ({ filter }) => (
          <Typography component="span" variant="body2" title={sentence(filter)} noWrap>
            {sentence(filter)}
          </Typography>
        ),
        { flex: 2.5, minWidth: 260 },
      ),
      node('count', t('segments.count'), ({ filter }) => <SegmentCount filter={filter} />, {
        width: 150,
        align: 'right',
        headerAlign: 'right',
      }),
      text('description', t('segments.description'), ({ description = '—' }) => description, {
        flex: 1,
        minWidth: 140,
      }),
      date('created_at', t('segments.created'), { sortable: true }),
      dateTime('updated_at', t('segments.updated')),
    ];
  }, [t, formats, sentence]);
  const add = (
    <ActionButton need="marketing" to="/segments/new" variant="contained" startIcon={<AddIcon />}>
      {t('segments.add')}
    </ActionButton>
  );
  return (
    <ListPage
      name="segments"
      title={t('segments.title')}
      subtitle={t('segments.subtitle')}
      actions={add}
      query={query}
      list={list}
      columns={columns}
      hidden={['updated_at']}
      card={({ name, filter }) => (
        <RowCard title={name} mark={<SegmentCount filter={filter} />} lines={[sentence(filter)]} />
      )}
      href={({ id }) => `/segments/${id}`}
      search={<SearchFilter label={t('segments.searchLabel')} />}
      empty={{
        icon: <GroupsIcon />,
        title: t('segments.emptyTitle'),
        hint: t('segments.emptyHint'),
        action: add,
      }}
    />
  );
}
