import { Alert, Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import { useAdmin } from '@/api/session-hooks';
import type { Admin } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';

/** Gives and takes access. */
export function AccessButton({ admin: { id, display_name: name, is_active } }: { admin: Admin }) {
  const { t } = useTranslation();
  const { id: ownId } = useAdmin();
  const confirm = useConfirm();
  const notices = useNotices();
  const { mutate, isPending, error } = useSend('patch', '/admins/{id}');
  const change = async () => {
    const isSure =
      !is_active ||
      (await confirm({
        title: t('admins.deactivateTitle', { name }),
        text: id === ownId ? t('admins.deactivateYou') : t('admins.deactivateText'),
        action: t('admins.deactivate'),
        isDangerous: true,
      }));
    if (!isSure) return;
    mutate(
      { path: { id }, body: { is_active: !is_active } },
      {
        onSuccess: () => notices.done(t(is_active ? 'admins.deactivated' : 'admins.activated', { name })),
        onError: (problem) => {
          if (problem.slug !== 'last-owner') notices.failed(problem);
        },
      },
    );
  };
  return (
    <>
      <Button
        color={is_active ? 'error' : 'primary'}
        variant={is_active ? 'text' : 'contained'}
        loading={isPending}
        onClick={() => void change()}
      >
        {is_active ? t('admins.deactivate') : t('admins.activate')}
      </Button>
      {error?.slug === 'last-owner' && (
        <Alert severity="warning" role="alert" sx={{ width: '100%' }}>
          {t('admins.lastOwner')}
        </Alert>
      )}
    </>
  );
}
