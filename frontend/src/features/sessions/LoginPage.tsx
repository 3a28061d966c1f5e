import { Alert, Box, Stack, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { forgetReturn, keptReturn } from '@/api/session';
import { useLogin, useSession } from '@/api/session-hooks';
import { CenteredCard } from '@/components/CenteredCard';
import { Loading } from '@/components/feedback/Loading';
import { LoginForm, useLoginError } from './LoginForm';

const HOME = '/dashboard';

/** `/login?token=…`, the page of the bot's link: uses the token, removes it from the address and goes on. */
export function LoginPage() {
  const { t } = useTranslation();
  const { token: isLoggedIn, reason } = useSession();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const loginError = useLoginError();
  const { logIn } = useLogin();
  const secret = params.get('token');
  const spent = useRef<string | null>(null);
  const { mutate, error, isPending } = useMutation({ mutationFn: logIn });

  useEffect(() => {
    document.title = `${t('session.login.title')} · ${t('common.product')}`;
  }, [t]);
  useEffect(() => {
    // A token works once, so a reload must not try it again.
    if (secret === null || spent.current === secret) return;
    spent.current = secret;
    void navigate('/login', { replace: true });
    mutate(secret);
  }, [secret, mutate, navigate]);

  if (isLoggedIn && secret === null && !isPending && !error) return <GoOn />;
  return (
    <CenteredCard>
      <Stack spacing={3}>
        <Stack spacing={1} sx={{ alignItems: 'center' }}>
          <Box component="img" src="/favicon.svg" alt="" sx={{ width: 72, height: 72 }} />
          <Typography variant="h5" component="h1" sx={{ fontWeight: 700 }}>
            {t('common.product')}
          </Typography>
        </Stack>
        {isPending || secret !== null ? (
          <>
            <Loading minHeight={120} />
            <Typography>{t('session.login.entering')}</Typography>
          </>
        ) : (
          <>
            {error && (
              <Alert severity="error" role="alert" sx={{ textAlign: 'left' }}>
                {loginError(error)}
              </Alert>
            )}
            {!error && reason === 'left' && <Alert severity="info">{t('session.login.left')}</Alert>}
            {!error && reason === 'expired' && <Alert severity="info">{t('session.expired.title')}</Alert>}
            <Typography sx={{ color: 'text.secondary' }}>{t('session.login.how')}</Typography>
            <LoginForm />
          </>
        )}
      </Stack>
    </CenteredCard>
  );
}

/** Opens the page that was wanted before the login, or the first page. */
function GoOn() {
  const navigate = useNavigate();
  const [wanted] = useState(keptReturn);
  useEffect(() => {
    forgetReturn();
    void navigate(wanted ?? HOME, { replace: true });
  }, [navigate, wanted]);
  return <Loading minHeight="100dvh" />;
}
