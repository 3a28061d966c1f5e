import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import type { Broadcast } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { useFormats } from '@/components/format';
import type { Action } from '@/features/broadcasts/actions';
import { useBegin } from '@/features/broadcasts/begin';
import { useRefusedText } from '@/features/broadcasts/refused';

/** The actions on a broadcast, and those that leave it unchanged. */
export type AnyAction = Action | 'test' | 'copy';

/** Runs an action: asks first where it cannot be undone, and shows the result. */
export function useActions(
  broadcast: Broadcast,
  onFailure: (sentence: string | null) => void,
  openDialog: (which: 'recall' | 'retry') => void,
) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const notices = useNotices();
  const refusedText = useRefusedText();
  const begin = useBegin();
  const change = useSend('patch', '/broadcasts/{id}');
  const pause = useSend('post', '/broadcasts/{id}/pause');
  const resume = useSend('post', '/broadcasts/{id}/resume');
  const cancel = useSend('post', '/broadcasts/{id}/cancel');
  const test = useSend('post', '/broadcasts/{id}/test');
  const remove = useSend('delete', '/broadcasts/{id}');
  const [busy, setBusy] = useState<AnyAction | null>(null);
  const path = { id: broadcast.id };
  const left = broadcast.counts.pending;

  const doIt: Record<AnyAction, () => Promise<unknown>> = {
    edit: async () => navigate(`/broadcasts/${path.id}/edit`),
    copy: async () => {
      const title = t('broadcasts.copyTitle', { title: broadcast.title });
      await navigate('/broadcasts/new', { state: { copyOf: { ...broadcast, title } } });
    },
    start: () => begin(broadcast),
    unschedule: async () => {
      await change.mutateAsync({ path, body: { status: 'draft' } });
      notices.done(t('broadcasts.done.unschedule'));
    },
    pause: async () => {
      await pause.mutateAsync({ path });
      notices.done(t('broadcasts.done.pause'));
    },
    resume: async () => {
      const isSure = await confirm({
        title: t('broadcasts.sure.resume'),
        text: t('broadcasts.sure.resumeText', { count: left, number: number(left) }),
        action: t('broadcasts.action.resume'),
      });
      if (!isSure) return;
      await resume.mutateAsync({ path });
      notices.done(t('broadcasts.done.resume'));
    },
    cancel: async () => {
      const isSure = await confirm({
        title: t('broadcasts.sure.cancel'),
        text: broadcast.started_at
          ? t('broadcasts.sure.cancelText', { count: left, number: number(left) })
          : t('broadcasts.sure.cancelUnstarted'),
        action: t('broadcasts.sure.cancelAction'),
        isDangerous: true,
      });
      if (!isSure) return;
      await cancel.mutateAsync({ path });
      notices.done(t('broadcasts.done.cancel'));
    },
    test: async () => {
      await test.mutateAsync({ path, body: {} });
      notices.done(t('broadcasts.test.sent'));
    },
    delete: async () => {
      const isSure = await confirm({
        title: t('broadcasts.sure.delete'),
        text: t('broadcasts.sure.deleteText', { title: broadcast.title }),
        action: t('common.delete'),
        isDangerous: true,
      });
      if (!isSure) return;
      await remove.mutateAsync({ path });
      notices.done(t('broadcasts.done.delete'));
      await navigate('/broadcasts', { replace: true });
    },
    recall: () => {
      openDialog('recall');
      return Promise.resolve();
    },
    retry: () => {
      openDialog('retry');
      return Promise.resolve();
    },
  };

  const perform = (action: AnyAction) => {
    onFailure(null);
    setBusy(action);
    doIt[action]()
      .catch((thrown: unknown) => onFailure(refusedText(thrown)))
      .finally(() => setBusy(null));
  };
  return { perform, busy };
}
