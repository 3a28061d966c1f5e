import { Button, Chip, Stack, TextField, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { Modal } from '@/components/Modal';

/** The longest reason that the API keeps, in characters. */
const LONGEST_REASON = 255;

interface Props {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** The consequences. */
  text: ReactNode;
  /** Usual reasons, each a chip that fills the field. */
  usual: readonly string[];
  /** The label of the button that confirms: a verb. */
  action: string;
  /** Sends the request; a failure is shown in the dialog. */
  send: (reason: string) => Promise<unknown>;
  onDone: () => void;
  /** More choices, above the reason. */
  children?: ReactNode;
}

/** Asks for a reason before a code is revoked or a redemption undone, and does it. */
export function ReasonDialog(props: Props) {
  const { isOpen, onClose, title, text, usual, action, send, onDone, children } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const set = (next: string) => {
    setReason(next);
    setMissing(false);
  };
  const close = () => {
    set('');
    reset();
    onClose();
  };
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: send,
    onSuccess: () => {
      close();
      onDone();
    },
  });
  return (
    <Modal
      title={title}
      isOpen={isOpen}
      onClose={close}
      onSubmit={() => (reason.trim() === '' ? setMissing(true) : mutate(reason.trim()))}
      actions={
        <>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button type="submit" variant="contained" color="error" loading={isPending}>
            {action}
          </Button>
        </>
      }
    >
      <Typography component="div" color="textSecondary">
        {text}
      </Typography>
      {children}
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
        {usual.map((word) => (
          <Chip
            key={word}
            label={word}
            variant={word === reason ? 'filled' : 'outlined'}
            onClick={() => set(word)}
            sx={{ height: 40, borderRadius: 5 }}
          />
        ))}
      </Stack>
      <TextField
        autoFocus
        required
        fullWidth
        label={t('discounts.reason')}
        value={reason}
        onChange={(event) => set(event.target.value)}
        error={isMissing}
        helperText={isMissing ? t('discounts.reasonMissing') : t('discounts.reasonHint')}
        slotProps={{ htmlInput: { maxLength: LONGEST_REASON } }}
      />
      {error && <ErrorNotice error={error} />}
    </Modal>
  );
}
