import ClearIcon from '@mui/icons-material/Clear';
import { Alert, Button, IconButton, InputAdornment, Stack, TextField } from '@mui/material';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import type { CheckResult } from '@/api/schema';
import { useErrorText } from '@/components/errors';

interface Props {
  ref: RefObject<HTMLInputElement | null>;
  /** Whether a code was just redeemed. */
  isNext: boolean;
  typed: string;
  type: (code: string) => void;
  check: UseMutationResult<CheckResult, Problem, string>;
}

/** The field for the code; the server accepts any spelling. */
export function CodeForm({ ref, isNext, typed, type, check }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [isMissing, setMissing] = useState(false);
  const set = (text: string) => {
    setMissing(false);
    type(text);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (check.isPending) return;
        if (typed.trim() === '') {
          setMissing(true);
          return;
        }
        check.mutate(typed);
        // A refused code is selected, so that typing replaces it.
        ref.current?.select();
      }}
    >
      <Stack spacing={1.5}>
        <TextField
          autoFocus
          fullWidth
          inputRef={ref}
          label={isNext ? t('redeem.nextCode') : t('redeem.code')}
          placeholder={t('redeem.example')}
          value={typed}
          onChange={(event) => set(event.target.value)}
          error={isMissing}
          helperText={isMissing ? t('redeem.codeMissing') : t('redeem.codeHint')}
          slotProps={{
            inputLabel: { shrink: true },
            htmlInput: {
              // The answer belongs to the code in the field.
              readOnly: check.isPending,
              autoCapitalize: 'characters',
              autoComplete: 'off',
              autoCorrect: 'off',
              spellCheck: false,
              enterKeyHint: 'go',
              style: { fontSize: 32, fontWeight: 700, textTransform: 'uppercase', letterSpacing: 2 },
            },
            input: {
              endAdornment: typed !== '' && (
                <InputAdornment position="end">
                  <IconButton
                    aria-label={t('redeem.clear')}
                    onClick={() => {
                      set('');
                      ref.current?.focus();
                    }}
                  >
                    <ClearIcon />
                  </IconButton>
                </InputAdornment>
              ),
            },
          }}
        />
        <Button
          type="submit"
          size="large"
          variant={isNext ? 'outlined' : 'contained'}
          loading={check.isPending}
          sx={{ minHeight: 52, fontSize: 18 }}
        >
          {t('redeem.check')}
        </Button>
        {check.error && (
          <Alert severity="error" role="alert">
            {errorText(check.error)}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
