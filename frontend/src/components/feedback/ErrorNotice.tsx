import { Alert, Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '@/components/errors';

interface Props {
  error: unknown;
  /** Repeats the request; left out where a retry makes no sense. */
  retry?: () => void;
}

/** A failure in words, with a button to retry. */
export function ErrorNotice({ error, retry }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <Alert
      severity="error"
      role="alert"
      action={
        retry && (
          <Button color="inherit" size="small" onClick={retry}>
            {t('common.retry')}
          </Button>
        )
      }
    >
      {errorText(error)}
    </Alert>
  );
}
