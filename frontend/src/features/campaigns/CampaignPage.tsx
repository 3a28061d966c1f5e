import EditIcon from '@mui/icons-material/EditOutlined';
import { Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { ActionButton } from '@/components/ActionButton';
import { PageHeader } from '@/components/PageHeader';
import { Columns } from '@/components/layout';
import { CampaignLink } from './CampaignLink';
import { Details } from './Details';
import { StateChip } from './StateChip';
import { Stats } from './Stats';

/** One campaign: its link, QR code and results. */
export function CampaignPage() {
  const { t } = useTranslation();
  const id = Number(useParams()['id']);
  const query = useGet('/campaigns/{id}', { path: { id } });
  const campaign = query.data;
  return (
    <>
      <PageHeader
        title={campaign?.name ?? t('campaigns.title')}
        back="/campaigns"
        mark={campaign && <StateChip campaign={campaign} />}
        actions={
          <ActionButton
            need="marketing"
            to={`/campaigns/${id}/edit`}
            variant="contained"
            startIcon={<EditIcon />}
          >
            {t('common.edit')}
          </ActionButton>
        }
      />
      <Loaded query={query}>
        {(loaded) => (
          <Columns wide="minmax(0, 2fr) minmax(0, 1fr)">
            <Stats id={id} />
            <Stack spacing={2.5} sx={{ order: { xs: -1, lg: 0 } }}>
              <CampaignLink campaign={loaded} />
              <Details campaign={loaded} />
            </Stack>
          </Columns>
        )}
      </Loaded>
    </>
  );
}
