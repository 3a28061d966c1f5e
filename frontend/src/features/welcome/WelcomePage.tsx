import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CenteredCard } from '@/components/CenteredCard';
import { ServerStatus } from './ServerStatus';

/** How the visitor came here: by the auth bot's login link or by typing an address. */
interface Props {
  by: 'login-link' | 'address';
}

/** The start page until the panel is here. */
export function WelcomePage({ by }: Props) {
  const { t } = useTranslation();
  const [query] = useSearchParams();
  return (
    <CenteredCard>
      <Stack spacing={3} sx={{ alignItems: 'center' }}>
        <Box component="img" src="/favicon.svg" alt="" sx={{ width: 88, height: 88 }} />
        <Typography variant="h4" component="h1">
          {t('welcome.title')}
        </Typography>
        <Typography sx={{ color: 'text.secondary' }}>{t('welcome.soon')}</Typography>
        {by === 'login-link' && (
          <Alert severity={query.get('token') ? 'info' : 'warning'} sx={{ textAlign: 'left' }}>
            {t(query.get('token') ? 'welcome.loginLink' : 'welcome.loginLinkBroken')}
          </Alert>
        )}
        <ServerStatus />
      </Stack>
    </CenteredCard>
  );
}
