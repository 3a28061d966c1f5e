import { Alert } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { useSend } from '@/api/queries';
import { useAdmin } from '@/api/session-hooks';
import type { Admin } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useNotices } from '@/components/feedback/notices';

/** Gives an admin access or takes it away. */
export function AccessButton({ admin: { id, display_name: name, is_active } }: { admin: Admin }) {
  const { t } = useTranslation();
  const { id: ownId } = useAdmin();
  const notices = useNotices();
  const [isLastOwner, setLastOwner] = useState(false);
  const { mutateAsync } = useSend('patch', '/admins/{id}');
  const change = async () => {
    try {
      await mutateAsync({ path: { id }, body: { is_active: !is_active } });
      notices.done(t(is_active ? 'admins.deactivated' : 'admins.activated', { name }));
    } catch (failure) {
      if (Problem.of(failure).slug !== 'last-owner') throw failure;
      setLastOwner(true);
    }
  };
  const question = {
    title: t('admins.deactivateTitle', { name }),
    text: id === ownId ? t('admins.deactivateYou') : t('admins.deactivateText'),
    action: t('admins.deactivate'),
    isDangerous: true,
  };
  return (
    <>
      <ActionButton
        color={is_active ? 'error' : 'primary'}
        variant={is_active ? 'text' : 'contained'}
        ask={is_active ? question : undefined}
        act={change}
      >
        {is_active ? t('admins.deactivate') : t('admins.activate')}
      </ActionButton>
      {isLastOwner && (
        <Alert severity="warning" role="alert" sx={{ width: '100%' }}>
          {t('admins.lastOwner')}
        </Alert>
      )}
    </>
  );
}
