import {
  Alert,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Stack,
  TextField,
} from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '@/components/errors';

/** The API cuts a reason after so many characters. */
const LONGEST_REASON = 255;

interface Props {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What will follow. */
  text: ReactNode;
  /** Reasons that are often given: a press fills one in. */
  usual: readonly string[];
  /** What the button says that does it: a verb. */
  action: string;
  /** Does it; what it throws is shown. */
  send: (reason: string) => Promise<unknown>;
  onDone: () => void;
  /** More to choose, above the reason. */
  children?: ReactNode;
}

/** Asks why before a code is withdrawn or a redemption taken back, and does it. */
export function ReasonDialog({ isOpen, onClose, ...rest }: Props) {
  const titleId = useId();
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <Content titleId={titleId} onClose={onClose} {...rest} />
    </Dialog>
  );
}

/** Drawn only while the dialog is open: each time begins empty. */
function Content(props: Omit<Props, 'isOpen'> & { titleId: string }) {
  const { title, text, usual, action, send, onDone, onClose, children, titleId } = props;
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { mutate, isPending, error } = useMutation({ mutationFn: send, onSuccess: onDone });
  const set = (next: string) => {
    setReason(next);
    setMissing(false);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const given = reason.trim();
        if (given === '') setMissing(true);
        else mutate(given);
      }}
    >
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <DialogContentText component="div">{text}</DialogContentText>
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
          {error && (
            <Alert severity="error" role="alert">
              {errorText(error)}
            </Alert>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="contained" color="error" loading={isPending}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
