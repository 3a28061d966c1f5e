import { Dialog, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { forgetReturn } from '@/api/session';
import { LoginForm } from './LoginForm';

/** Over a page with something typed, when the session ends: a login that leaves the page as it is. */
export function SessionOver() {
  const { t } = useTranslation();
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby="session-over">
      <DialogTitle id="session-over">{t('session.expired.title')}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <Typography>{t('session.expired.text')}</Typography>
          {/* The login itself ends this dialog. */}
          <LoginForm onDone={forgetReturn} />
        </Stack>
      </DialogContent>
    </Dialog>
  );
}
