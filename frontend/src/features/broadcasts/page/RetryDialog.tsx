import { Alert, Checkbox, FormControlLabel } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { Broadcast, Missed } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { useFormats } from '@/components/format';
import { useRefusedText } from '@/features/broadcasts/refused';
import { ChoiceDialog } from './ChoiceDialog';

const MISSED: readonly Missed[] = ['failed', 'uncertain'];

interface Props {
  broadcast: Broadcast;
  isOpen: boolean;
  onClose: () => void;
  onFailure: (sentence: string | null) => void;
}

/** Sends a broadcast again to recipients that it missed. */
export function RetryDialog({ broadcast, isOpen, onClose, onFailure }: Props) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const notices = useNotices();
  const refusedText = useRefusedText();
  const retry = useSend('post', '/broadcasts/{id}/retry');
  const { counts } = broadcast;
  const [chosen, setChosen] = useState<readonly Missed[]>(['failed']);
  const statuses = chosen.filter((status) => counts[status] > 0);
  const count = statuses.reduce((sum, status) => sum + counts[status], 0);
  const submit = () =>
    retry.mutate(
      { path: { id: broadcast.id }, body: { statuses } },
      {
        onSuccess: () => notices.done(t('broadcasts.done.retry')),
        onError: (problem) => onFailure(refusedText(problem)),
        onSettled: onClose,
      },
    );
  return (
    <ChoiceDialog
      title={t('broadcasts.retry.title')}
      action={t('broadcasts.retry.action', { count, number: number(count) })}
      isOpen={isOpen}
      isBusy={retry.isPending}
      isIncomplete={count === 0}
      onClose={onClose}
      onSubmit={submit}
    >
      {MISSED.map((status) => (
        <FormControlLabel
          key={status}
          label={t(`broadcasts.retry.${status}`, { number: number(counts[status]) })}
          disabled={counts[status] === 0}
          control={
            <Checkbox
              checked={statuses.includes(status)}
              onChange={(event) =>
                setChosen(
                  event.target.checked ? [...chosen, status] : chosen.filter((other) => other !== status),
                )
              }
            />
          }
        />
      ))}
      {statuses.includes('uncertain') && (
        <Alert severity="warning">{t('broadcasts.retry.uncertainText')}</Alert>
      )}
    </ChoiceDialog>
  );
}
