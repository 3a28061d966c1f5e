import { Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { forgetReturn } from '@/api/session';
import { Modal } from '@/components/Modal';
import { LoginForm } from './LoginForm';

/** A login over a page with unsaved input whose session ended; the page stays as it is. */
export function SessionOver() {
  const { t } = useTranslation();
  return (
    <Modal title={t('session.expired.title')}>
      <Typography>{t('session.expired.text')}</Typography>
      {/* A login unmounts this dialog. */}
      <LoginForm onDone={forgetReturn} />
    </Modal>
  );
}
