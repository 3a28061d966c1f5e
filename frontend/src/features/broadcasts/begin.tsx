import { now } from '@/api/clock';
import { useTranslation } from 'react-i18next';
import { call } from '@/api/client';
import { Problem } from '@/api/problem';
import { useSend } from '@/api/queries';
import type { Broadcast } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { useFormats } from '@/components/format';
import { PreflightReport } from './PreflightReport';

/**
 * For pages: begins a stored broadcast, at once or at its time, after showing who would get it. Gives it as it stands
 * then, or null when somebody thought better of it.
 *
 * @throws Problem when the server refuses.
 */
export function useBegin(): (broadcast: Broadcast) => Promise<Broadcast | null> {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const confirm = useConfirm();
  const notices = useNotices();
  const start = useSend('post', '/broadcasts/{id}/start');
  const change = useSend('patch', '/broadcasts/{id}');
  return async (broadcast) => {
    const { id, scheduled_at, status } = broadcast;
    const at = scheduled_at !== undefined && Date.parse(scheduled_at) > now() ? scheduled_at : null;
    // A scheduled one that somebody starts by hand begins now.
    const isLater = at !== null && status === 'draft';
    const preflight = await call('post', '/broadcasts/preflight', { body: { broadcast_id: id } });
    const count = preflight.audience_total;
    if (count === 0)
      throw new Problem(422, 'invalid-value', {
        fields: [{ path: '/segment_id', code: 'empty_audience', message: '' }],
      });
    const isSure = await confirm({
      title: isLater
        ? t('broadcasts.begin.laterTitle', { time: dateTime(at) })
        : t('broadcasts.begin.nowTitle'),
      text: <PreflightReport preflight={preflight} />,
      action: isLater
        ? t('broadcasts.begin.laterAction', { count })
        : t('broadcasts.begin.nowAction', { count }),
    });
    if (!isSure) return null;
    // The time goes along: it begins at the one that was agreed to, whatever somebody else wrote meanwhile.
    const begun = isLater
      ? await change.mutateAsync({ path: { id }, body: { status: 'scheduled', scheduled_at: at } })
      : await start.mutateAsync({ path: { id } });
    notices.done(t(isLater ? 'broadcasts.begin.scheduled' : 'broadcasts.begin.started'));
    return begun;
  };
}
