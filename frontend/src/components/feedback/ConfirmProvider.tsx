import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmContext, type Confirm, type Question } from './confirm';

interface Asked extends Question {
  answer: (yes: boolean) => void;
}

/** Shows confirmation questions, one at a time. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setOpen] = useState(false);
  const confirm = useCallback<Confirm>(
    (question) =>
      new Promise((answer) => {
        setAsked({ ...question, answer });
        setOpen(true);
      }),
    [],
  );
  const close = (yes: boolean) => {
    asked?.answer(yes);
    setOpen(false);
  };
  return (
    <ConfirmContext value={confirm}>
      {children}
      <Dialog
        open={isOpen}
        onClose={() => close(false)}
        aria-labelledby="confirm-title"
        fullWidth
        maxWidth="xs"
      >
        <DialogTitle id="confirm-title">{asked?.title}</DialogTitle>
        {asked?.text !== undefined && (
          <DialogContent>
            <DialogContentText component="div">{asked.text}</DialogContentText>
          </DialogContent>
        )}
        <DialogActions>
          <Button onClick={() => close(false)}>{t('common.cancel')}</Button>
          <Button
            variant="contained"
            color={asked?.isDangerous ? 'error' : 'primary'}
            onClick={() => close(true)}
          >
            {asked?.action}
          </Button>
        </DialogActions>
      </Dialog>
    </ConfirmContext>
  );
}
