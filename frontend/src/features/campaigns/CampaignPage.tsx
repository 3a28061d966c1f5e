import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { Guarded } from '@/components/Guarded';
import { PageHeader } from '@/components/PageHeader';
import { CampaignLink } from './CampaignLink';
import { Details } from './Details';
import { StateChip } from './StateChip';
import { Stats } from './Stats';

/** One campaign: its link and QR code, and what came of it. */
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
          <Guarded need="marketing">
            {(disabled) => (
              <Button
                variant="contained"
                startIcon={<EditIcon />}
                disabled={disabled}
                component={Link}
                to={`/campaigns/${id}/edit`}
              >
                {t('common.edit')}
              </Button>
            )}
          </Guarded>
        }
      />
      <Loaded query={query}>
        {(loaded) => (
          <Box
            sx={{
              display: 'grid',
              gap: 2.5,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 1fr)' },
              alignItems: 'start',
            }}
          >
            <Stats id={id} />
            <Stack spacing={2.5} sx={{ order: { xs: -1, lg: 0 } }}>
              <CampaignLink campaign={loaded} />
              <Details campaign={loaded} />
            </Stack>
          </Box>
        )}
      </Loaded>
    </>
  );
}
