import { Alert, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { Broadcast } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { useFormats } from '@/components/format';
import { useRefusedText } from '@/features/broadcasts/refused';
import { ChoiceDialog } from './ChoiceDialog';

interface Props {
  broadcast: Broadcast;
  isOpen: boolean;
  onClose: () => void;
  onFailure: (sentence: string | null) => void;
}

/** Recalls the messages of a broadcast, and its unused codes if wanted. */
export function RecallDialog({ broadcast, isOpen, onClose, onFailure }: Props) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const notices = useNotices();
  const refusedText = useRefusedText();
  const recall = useSend('post', '/broadcasts/{id}/recall');
  const [revokes, setRevokes] = useState(false);
  const count = broadcast.counts.success;
  const submit = () =>
    recall.mutate(
      { path: { id: broadcast.id }, body: { revoke_codes: revokes } },
      {
        onSuccess: () => notices.done(t('broadcasts.done.recall')),
        onError: (problem) => onFailure(refusedText(problem)),
        onSettled: onClose,
      },
    );
  return (
    <ChoiceDialog
      title={t('broadcasts.recall.title')}
      action={t('broadcasts.recall.action', { count, number: number(count) })}
      isOpen={isOpen}
      isBusy={recall.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Typography>{t('broadcasts.recall.text', { count, number: number(count) })}</Typography>
      {broadcast.template_id !== undefined && (
        <FormControlLabel
          label={t('broadcasts.recall.revoke')}
          control={<Checkbox checked={revokes} onChange={(event) => setRevokes(event.target.checked)} />}
        />
      )}
      {revokes && <Alert severity="warning">{t('broadcasts.recall.revokeText')}</Alert>}
    </ChoiceDialog>
  );
}
