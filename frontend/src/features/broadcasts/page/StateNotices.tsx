import { Alert, AlertTitle, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useFormats } from '@/components/format';
import { isBeingRecalled } from '@/features/broadcasts/actions';

const STOPS = [
  'body_rejected',
  'budget',
  'template_unusable',
  'late_start',
  'empty_audience',
  'media_gone',
] as const;

/** Notices about the state of a broadcast. */
export function StateNotices({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { status, waiting_until, scheduled_at, error_code, error_message, recall } = broadcast;
  const stop = STOPS.find((code) => code === error_code);
  return (
    <Stack spacing={1.5} sx={{ '&:empty': { display: 'none' } }}>
      {status === 'scheduled' && scheduled_at !== undefined && (
        <Alert severity="info">{t('broadcasts.notice.scheduled', { time: dateTime(scheduled_at) })}</Alert>
      )}
      {status === 'sending' && waiting_until !== undefined && (
        <Alert severity="info">{t('broadcasts.notice.waiting', { time: dateTime(waiting_until) })}</Alert>
      )}
      {error_code !== undefined && (
        <Alert severity={status === 'error' ? 'error' : 'warning'} role="alert">
          <AlertTitle>{stop ? t(`broadcasts.stop.${stop}.title`) : t('broadcasts.stop.other')}</AlertTitle>
          {stop ? t(`broadcasts.stop.${stop}.text`) : error_message}
          {stop === 'body_rejected' && error_message !== undefined && (
            <div>{t('broadcasts.stop.said', { message: error_message })}</div>
          )}
        </Alert>
      )}
      {status === 'paused' && error_code === undefined && (
        <Alert severity="warning">{t('broadcasts.notice.paused')}</Alert>
      )}
      {isBeingRecalled(broadcast) && <Alert severity="info">{t('broadcasts.notice.recalling')}</Alert>}
      {recall?.finished_at !== undefined && (
        <Alert severity="info">
          {t(recall.revokes_codes ? 'broadcasts.notice.recalledWithCodes' : 'broadcasts.notice.recalled', {
            time: dateTime(recall.finished_at),
          })}
        </Alert>
      )}
    </Stack>
  );
}
