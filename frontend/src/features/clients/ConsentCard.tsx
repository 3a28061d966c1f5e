import { Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { UserDetails } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';
import { Fact } from './Fact';

/** A client's consents, and whether messages reach the client. */
export function ConsentCard({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const given = (at: string | undefined) =>
    at ? t('users.consent.given', { date: dateTime(at) }) : t('users.consent.notGiven');
  const refusal =
    (user.is_blocked && t('users.consent.blocked')) || (user.is_opted_out && t('users.consent.optedOut'));
  return (
    <Section title={t('users.consent.title')}>
      <Stack component="dl" spacing={1.5} sx={{ m: 0 }}>
        <Fact
          label={t('users.consent.data')}
          hint={user.consent_version && t('users.consent.version', { version: user.consent_version })}
        >
          {given(user.consent_at)}
        </Fact>
        <Fact label={t('users.consent.marketing')} hint={refusal}>
          {given(user.marketing_consent_at)}
        </Fact>
      </Stack>
    </Section>
  );
}
