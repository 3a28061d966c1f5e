import { Alert, Button, Stack, TextField } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { useLogin } from '@/api/session-hooks';
import { useErrorText } from '@/components/errors';
import { secretOf } from './secret';

/** A form for a pasted login link. */
export function LoginForm({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation();
  const loginError = useLoginError();
  const { logIn } = useLogin();
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: (secret: string | null) =>
      secret === null ? Promise.reject(new Problem(0, 'empty')) : logIn(secret),
    onSuccess: () => onDone?.(),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(secretOf(typed));
      }}
    >
      <Stack spacing={2}>
        <TextField
          label={t('session.login.paste')}
          helperText={t('session.login.pasteHint')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          fullWidth
        />
        {error && (
          <Alert severity="error" role="alert">
            {loginError(error)}
          </Alert>
        )}
        <Button type="submit" variant="contained" size="large" loading={isPending}>
          {t('session.login.enter')}
        </Button>
      </Stack>
    </form>
  );
}

/** Gives the sentence for a failed login. */
export function useLoginError(): (problem: Problem) => string {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (problem) => {
    switch (problem.slug) {
      case 'empty':
        return t('session.login.empty');
      case 'login-token-invalid':
        return t('session.login.invalid');
      case 'admin-inactive':
        return t('session.login.inactive');
      case 'too-many-requests':
        return t('session.login.tooMany');
      default:
        return errorText(problem);
    }
  };
}
