import { Alert, Button, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CenteredCard } from '@/components/CenteredCard';
import { EmptyState } from '@/components/feedback/EmptyState';

/** Shown when a page fails to render, also when an update of the server removed the files of the page. */
export function Crash() {
  const { t } = useTranslation();
  return (
    <CenteredCard>
      <Stack spacing={2}>
        <Typography variant="h5" component="h1">
          {t('common.crash.title')}
        </Typography>
        <Alert severity="error" role="alert" sx={{ textAlign: 'left' }}>
          {t('common.crash.text')}
        </Alert>
        <Button variant="contained" onClick={() => globalThis.location.reload()}>
          {t('common.reload')}
        </Button>
      </Stack>
    </CenteredCard>
  );
}

/** The page for unknown addresses. */
export function Missing() {
  const { t } = useTranslation();
  return (
    <EmptyState
      isPage
      title={t('common.missing.title')}
      hint={t('common.missing.text')}
      action={
        <Button component={Link} to="/dashboard" variant="contained">
          {t('common.missing.home')}
        </Button>
      }
    />
  );
}
