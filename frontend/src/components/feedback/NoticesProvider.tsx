import { Alert, Snackbar } from '@mui/material';
import { useMemo, useState, type ReactNode } from 'react';
import { useErrorText } from '@/components/errors';
import { NoticesContext, type Notices } from './notices';

interface Notice {
  text: string;
  severity: 'success' | 'error';
  /** Distinguishes notices with the same text. */
  id: number;
}

const SHORT_MS = 4_000;
const LONG_MS = 10_000;

/** Shows the newest notice. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const [isOpen, setOpen] = useState(false);
  const errorText = useErrorText();
  const notices = useMemo<Notices>(() => {
    const show = (text: string, severity: Notice['severity']) => {
      setNotice((last) => ({ text, severity, id: (last?.id ?? 0) + 1 }));
      setOpen(true);
    };
    return {
      done: (text) => show(text, 'success'),
      failed: (failure) => show(errorText(failure), 'error'),
    };
  }, [errorText]);
  const close = () => setOpen(false);
  return (
    <NoticesContext value={notices}>
      {children}
      <Snackbar
        key={notice?.id}
        open={isOpen}
        autoHideDuration={notice?.severity === 'error' ? LONG_MS : SHORT_MS}
        onClose={(_, reason) => {
          if (reason !== 'clickaway') close();
        }}
        // At the top, since at the bottom it would cover the buttons of forms on a phone.
        anchorOrigin={{ vertical: 'top', horizontal: 'center' }}
        sx={{ mt: 7 }}
      >
        <Alert
          severity={notice?.severity ?? 'success'}
          role={notice?.severity === 'error' ? 'alert' : 'status'}
          variant="filled"
          onClose={close}
          sx={{ width: '100%' }}
        >
          {notice?.text}
        </Alert>
      </Snackbar>
    </NoticesContext>
  );
}
