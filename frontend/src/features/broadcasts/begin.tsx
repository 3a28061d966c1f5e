import { now } from '@/api/clock';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '@/api/client';
import { Problem } from '@/api/problem';
import { useSend } from '@/api/queries';
import type { Broadcast } from '@/api/schema';
import { useTimeZone } from '@/api/session-hooks';
import { createAttempt } from '@/components/attempt';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { useFormats } from '@/components/format';
import { PreflightReport } from './PreflightReport';
import { toNew, valuesOf } from './values';

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
  const schedule = useSchedule();
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
    const begun = isLater ? await schedule.mutateAsync(broadcast) : await start.mutateAsync({ path: { id } });
    notices.done(t(isLater ? 'broadcasts.begin.scheduled' : 'broadcasts.begin.started'));
    return begun;
  };
}

/**
 * Has a draft begin at its time. The API schedules new broadcasts only: one like the draft is scheduled, and the draft
 * goes; if that fails it stays beside it, which harms nobody.
 */
function useSchedule() {
  const timeZone = useTimeZone();
  const [attempt] = useState(createAttempt);
  return useMutation<Broadcast, Problem, Broadcast>({
    mutationFn: async (draft) => {
      const body = { ...toNew(valuesOf(draft, timeZone), timeZone), status: 'scheduled' } as const;
      const made = await attempt(body, (idempotencyKey) =>
        call('post', '/broadcasts', { body, idempotencyKey }),
      );
      await call('delete', '/broadcasts/{id}', { path: { id: draft.id } }).catch(() => undefined);
      return made;
    },
  });
}
