import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useGet } from '@/api/queries';
import { useTimeZone } from '@/api/session-hooks';
import { Loaded } from '@/components/feedback/Loaded';
import { PageHeader } from '@/components/PageHeader';
import { CampaignForm } from './CampaignForm';
import { EMPTY, valuesOf } from './values';

/** The page of the editor, for a new or a stored campaign. */
export function CampaignEditorPage() {
  const { t } = useTranslation();
  const { id } = useParams();
  if (id !== undefined) return <Stored key={id} id={Number(id)} />;
  return (
    <>
      <PageHeader title={t('campaigns.newTitle')} back="/campaigns" />
      <CampaignForm id={null} values={EMPTY} />
    </>
  );
}

function Stored({ id }: { id: number }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const query = useGet('/campaigns/{id}', { path: { id } });
  return (
    <>
      <PageHeader title={query.data?.name ?? t('campaigns.title')} back={`/campaigns/${id}`} />
      <Loaded query={query}>
        {(campaign) => <CampaignForm id={id} values={valuesOf(campaign, timeZone)} />}
      </Loaded>
    </>
  );
}
