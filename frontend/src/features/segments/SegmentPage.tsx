import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { useGet } from '@/api/queries';
import type { SegmentFilter } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { PageHeader } from '@/components/PageHeader';
import { everybody, type FilterDraft } from '@/features/segments/filter/tree';
import { SegmentActions } from './SegmentActions';
import { SegmentForm } from './SegmentForm';

/** A saved or a new segment; the router's `state.filter` fills in the conditions of a new one. */
export function SegmentPage() {
  const { id } = useParams();
  return id === undefined ? <NewSegment /> : <SavedSegment key={id} id={Number(id)} />;
}

function NewSegment() {
  const { t } = useTranslation();
  const { state, key } = useLocation() as { state: { filter?: SegmentFilter } | null; key: string };
  const prefilled: FilterDraft | undefined = state?.filter;
  return (
    <>
      <PageHeader title={t('segments.add')} back="/segments" />
      <SegmentForm
        key={key}
        // A given filter must not be replaced by the draft of an earlier visit.
        draft={prefilled ? `segment.new.${key}` : 'segment.new'}
        values={{ name: '', description: '', filter: prefilled ?? everybody }}
        notice={prefilled && t('segments.fromList')}
      />
    </>
  );
}

function SavedSegment({ id }: { id: number }) {
  const { t } = useTranslation();
  const isId = Number.isSafeInteger(id);
  const query = useGet('/segments/{id}', { path: { id } }, { enabled: isId });
  if (!isId || query.error?.status === 404) {
    return (
      <EmptyState
        title={t('segments.missingTitle')}
        hint={t('segments.missingHint')}
        action={
          <Button component={Link} to="/segments" variant="contained">
            {t('segments.toList')}
          </Button>
        }
      />
    );
  }
  return (
    <Loaded query={query}>
      {(segment) => (
        <>
          <PageHeader
            title={segment.name}
            subtitle={segment.description}
            back="/segments"
            actions={<SegmentActions segment={segment} />}
          />
          <SegmentForm
            id={segment.id}
            draft={`segment.${segment.id}`}
            values={{ name: segment.name, description: segment.description ?? '', filter: segment.filter }}
          />
        </>
      )}
    </Loaded>
  );
}
