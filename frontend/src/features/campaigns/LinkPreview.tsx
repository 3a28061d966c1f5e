import { Alert, Typography } from '@mui/material';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { CampaignValues } from './values';

/** The link of the campaign; warns when printed links would stop working. */
export function LinkPreview({ storedSlug }: { storedSlug: string | null }) {
  const { t } = useTranslation();
  const { control } = useFormContext<CampaignValues>();
  const slug = useWatch({ control, name: 'slug' }).trim().toLowerCase();
  const bot = useGet('/settings', {}, { staleTime: 60_000 }).data?.main_bot_username;
  return (
    <>
      <Typography
        variant="body2"
        sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}
        aria-live="polite"
      >
        {t('campaigns.link.preview')}{' '}
        <strong>
          https://t.me/{bot ?? '…'}?start=ref_{slug === '' ? '…' : slug}
        </strong>
      </Typography>
      {storedSlug !== null && slug !== storedSlug && (
        <Alert severity="warning">{t('campaigns.link.changed')}</Alert>
      )}
    </>
  );
}
