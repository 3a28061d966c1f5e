import { Alert, Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '@/components/errors';

interface Props {
  error: unknown;
  /** Asks again; left out when that makes no sense. */
  retry?: () => void;
}

/** In the place of what could not be loaded: why, and a button to try again. */
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
