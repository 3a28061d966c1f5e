import { Alert, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Preflight, PreflightWarning } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Facts } from '@/components/Facts';
import { useExcludedText } from './excluded';

/** The recipients, the end and the warnings of a broadcast before it begins. */
export function PreflightReport({ preflight }: { preflight: Preflight }) {
  const { t } = useTranslation();
  const { dateTime, number } = useFormats();
  const excludedText = useExcludedText();
  const { audience_total, excluded, effective_rate_per_minute, starts_at, finishes_at, warnings } = preflight;
  return (
    <Stack spacing={1.5}>
      <Typography variant="h5" component="p" sx={{ fontWeight: 700 }}>
        {t('common.clients', { count: audience_total })}
      </Typography>
      <Facts
        facts={[
          [t('broadcasts.preflight.excluded'), excludedText(excluded)],
          [t('broadcasts.preflight.begins'), dateTime(starts_at)],
          [t('broadcasts.preflight.ends'), dateTime(finishes_at)],
          [
            t('broadcasts.preflight.rate'),
            t('broadcasts.perMinute', {
              count: effective_rate_per_minute,
              number: number(effective_rate_per_minute),
            }),
          ],
        ]}
      />
      {warnings.map((warning) => (
        <Warning key={warning.code} warning={warning} />
      ))}
    </Stack>
  );
}

const KNOWN = [
  'empty_audience',
  'no_consent_step',
  'budget',
  'template_unusable',
  'no_code_in_text',
  'quiet_hours',
  'long',
] as const;

function Warning({ warning: { code, message } }: { warning: PreflightWarning }) {
  const { t } = useTranslation();
  const known = KNOWN.find((word) => word === code);
  return (
    <Alert severity={code === 'empty_audience' || code === 'template_unusable' ? 'error' : 'warning'}>
      {known ? t(`broadcasts.warning.${known}`) : message}
    </Alert>
  );
}
