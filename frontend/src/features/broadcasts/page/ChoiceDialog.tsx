import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  isOpen: boolean;
  isBusy: boolean;
  /** Whether nothing to act on is chosen. */
  isIncomplete?: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A question with choices, before something that cannot be taken back. */
export function ChoiceDialog(props: Props) {
  const { title, action, isOpen, isBusy, isIncomplete = false, onClose, onSubmit, children } = props;
  const { t } = useTranslation();
  const id = useId();
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={id} fullWidth maxWidth="xs">
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <Stack spacing={1.5}>{children}</Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="contained" color="error" loading={isBusy} disabled={isIncomplete} onClick={onSubmit}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
