import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { Cashier } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { Guarded } from '@/components/Guarded';

/** Lets a cashier in or takes the access away, as their status allows. */
export function AccessButtons({ cashier: { id, display_name: name, status } }: { cashier: Cashier }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const notices = useNotices();
  const activate = useSend('post', '/cashiers/{id}/activate');
  const deactivate = useSend('post', '/cashiers/{id}/deactivate');
  const reject = useSend('post', '/cashiers/{id}/reject');
  const then = (done: string) => ({
    onSuccess: () => notices.done(done),
    onError: notices.failed,
  });
  const letIn = () => {
    const done = status === 'inactive' ? 'activate' : 'approve';
    activate.mutate({ path: { id } }, then(t(`cashiers.done.${done}`, { name })));
  };
  const shutOut = async () => {
    const isSure = await confirm({
      title: t('cashiers.deactivateTitle', { name }),
      text: t('cashiers.deactivateText'),
      action: t('cashiers.deactivate'),
      isDangerous: true,
    });
    if (isSure) deactivate.mutate({ path: { id } }, then(t('cashiers.done.deactivate', { name })));
  };
  const turnDown = async () => {
    const isSure = await confirm({
      title: t('cashiers.rejectTitle', { name }),
      text: t('cashiers.rejectText'),
      action: t('cashiers.reject'),
      isDangerous: true,
    });
    if (isSure) reject.mutate({ path: { id } }, then(t('cashiers.done.reject')));
  };
  return (
    <Guarded need="owner">
      {(disabled) => (
        <span style={{ display: 'inline-flex', gap: 8, flexWrap: 'wrap' }}>
          {status !== 'active' && (
            <Button variant="contained" disabled={disabled} loading={activate.isPending} onClick={letIn}>
              {status === 'inactive' ? t('cashiers.activate') : t('cashiers.approve')}
            </Button>
          )}
          {status === 'pending' && (
            <Button
              color="error"
              disabled={disabled}
              loading={reject.isPending}
              onClick={() => void turnDown()}
            >
              {t('cashiers.reject')}
            </Button>
          )}
          {status === 'active' && (
            <Button
              color="error"
              disabled={disabled}
              loading={deactivate.isPending}
              onClick={() => void shutOut()}
            >
              {t('cashiers.deactivate')}
            </Button>
          )}
        </span>
      )}
    </Guarded>
  );
}
