import { Alert, Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { useGet } from '@/api/queries';
import { useTimeZone } from '@/api/session-hooks';
import { Loaded } from '@/components/feedback/Loaded';
import { PageHeader } from '@/components/PageHeader';
import { EditorForm } from './editor/EditorForm';
import { initialValues } from './editor/initial-values';
import { EMPTY, valuesOf } from './values';

/** The page of the editor, for a new broadcast or a draft. */
export function BroadcastEditorPage() {
  const { id } = useParams();
  return id === undefined ? <NewBroadcast /> : <Draft key={id} id={Number(id)} />;
}

function NewBroadcast() {
  const { t } = useTranslation();
  const location = useLocation();
  const timeZone = useTimeZone();
  const given = initialValues(location.state, timeZone);
  return (
    <>
      <PageHeader title={t('broadcasts.newTitle')} back="/broadcasts" />
      {/* Values given by another page are not mixed with an older draft. */}
      <EditorForm
        key={location.key}
        id={null}
        values={given ?? EMPTY}
        draft={given ? `broadcast-new-${location.key}` : 'broadcast-new'}
      />
    </>
  );
}

function Draft({ id }: { id: number }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const { state } = useLocation() as { state: { failure?: string | null } | null };
  const query = useGet('/broadcasts/{id}', { path: { id } });
  return (
    <>
      <PageHeader title={query.data?.title ?? t('broadcasts.title')} back={`/broadcasts/${id}`} />
      <Loaded query={query}>
        {(broadcast) =>
          broadcast.status === 'draft' ? (
            <EditorForm
              id={id}
              values={valuesOf(broadcast, timeZone)}
              draft={`broadcast-${id}`}
              initialFailure={state?.failure ?? null}
            />
          ) : (
            <Alert
              severity="info"
              action={
                <Button color="inherit" size="small" component={Link} to={`/broadcasts/${id}`}>
                  {t('common.open')}
                </Button>
              }
            >
              {t('broadcasts.notDraft')}
            </Alert>
          )
        }
      </Loaded>
    </>
  );
}
