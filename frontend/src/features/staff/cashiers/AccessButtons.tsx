import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { Cashier } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useNotices } from '@/components/feedback/notices';

/** Gives a cashier access or takes it away, as the status allows. */
export function AccessButtons({ cashier: { id, display_name: name, status } }: { cashier: Cashier }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const activate = useSend('post', '/cashiers/{id}/activate');
  const deactivate = useSend('post', '/cashiers/{id}/deactivate');
  const reject = useSend('post', '/cashiers/{id}/reject');
  const run = (action: typeof activate | typeof deactivate | typeof reject, done: string) =>
    action.mutateAsync({ path: { id } }).then(() => notices.done(done));
  return (
    <>
      {status !== 'active' && (
        <ActionButton
          need="owner"
          variant="contained"
          act={() =>
            run(activate, t(`cashiers.done.${status === 'inactive' ? 'activate' : 'approve'}`, { name }))
          }
        >
          {status === 'inactive' ? t('cashiers.activate') : t('cashiers.approve')}
        </ActionButton>
      )}
      {status === 'pending' && (
        <ActionButton
          need="owner"
          color="error"
          ask={{
            title: t('cashiers.rejectTitle', { name }),
            text: t('cashiers.rejectText'),
            action: t('cashiers.reject'),
            isDangerous: true,
          }}
          act={() => run(reject, t('cashiers.done.reject'))}
        >
          {t('cashiers.reject')}
        </ActionButton>
      )}
      {status === 'active' && (
        <ActionButton
          need="owner"
          color="error"
          ask={{
            title: t('cashiers.deactivateTitle', { name }),
            text: t('cashiers.deactivateText'),
            action: t('cashiers.deactivate'),
            isDangerous: true,
          }}
          act={() => run(deactivate, t('cashiers.done.deactivate', { name }))}
        >
          {t('cashiers.deactivate')}
        </ActionButton>
      )}
    </>
  );
}
