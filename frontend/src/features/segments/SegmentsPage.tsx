import AddIcon from '@mui/icons-material/Add';
import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import { Button } from '@mui/material';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Guarded } from '@/components/Guarded';
import { PageHeader } from '@/components/PageHeader';
import { useFilterSentence } from '@/features/segments/filter/sentence-hook';
import { DataTable } from '@/components/table/DataTable';
import { FilterBar } from '@/components/table/FilterBar';
import { SearchFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { segmentColumns } from './columns';
import { SegmentCard } from './SegmentCard';

/** The segments, with how many clients are in each. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useFilterSentence();
  const list = useListState({ sort: '-created_at' });
  const query = useGet('/segments', { query: list.query() }, { keepPrevious: true });
  const columns = useMemo(() => segmentColumns(t, formats, sentence), [t, formats, sentence]);
  return (
    <>
      <PageHeader title={t('segments.title')} subtitle={t('segments.subtitle')} actions={<AddSegment />} />
      <DataTable
        name="segments"
        label={t('segments.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={['updated_at']}
        card={(segment) => <SegmentCard segment={segment} sentence={sentence(segment.filter)} />}
        href={({ id }) => `/segments/${id}`}
        toolbar={<FilterBar list={list} first={<SearchFilter label={t('segments.searchLabel')} />} />}
        empty={
          <EmptyState
            icon={<GroupsIcon />}
            title={t('segments.emptyTitle')}
            hint={t('segments.emptyHint')}
            action={<AddSegment />}
          />
        }
      />
    </>
  );
}

function AddSegment() {
  const { t } = useTranslation();
  return (
    <Guarded need="marketing">
      {(disabled) => (
        <Button
          component={Link}
          to="/segments/new"
          variant="contained"
          startIcon={<AddIcon />}
          disabled={disabled}
        >
          {t('segments.add')}
        </Button>
      )}
    </Guarded>
  );
}
