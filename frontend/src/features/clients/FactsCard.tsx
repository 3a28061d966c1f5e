import { Chip, Link as MuiLink, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { UserDetails } from '@/api/schema';
import { useMay, useTimeZone } from '@/api/session-hooks';
import { useFormats } from '@/components/format';
import { dayIn } from '@/components/zone';
import { NamedLink } from '@/components/NamedLink';
import { Section } from '@/components/Section';
import { Fact } from './Fact';
import { ageOn } from './user-changes';

/** A client's personal data and contacts. */
export function FactsCard({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const isAnonymised = user.anonymized_at !== undefined;
  const telegramName = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return (
    <Section title={t('users.facts.title')}>
      <Stack component="dl" spacing={1.5} sx={{ m: 0 }}>
        {!isAnonymised && (
          <>
            <Phone user={user} />
            <Fact label={t('users.facts.telegram')} hint={`ID ${user.telegram_id}`}>
              {user.username ? (
                <MuiLink href={`https://t.me/${user.username}`} target="_blank" rel="noreferrer">
                  @{user.username}
                </MuiLink>
              ) : (
                telegramName || t('users.facts.none')
              )}
            </Fact>
            {telegramName && user.username && (
              <Fact label={t('users.facts.telegramName')}>{telegramName}</Fact>
            )}
            <Birthday user={user} />
            <Fact label={t('users.facts.gender')}>{t(`common.gender.${user.gender}`)}</Fact>
            <Fact label={t('users.facts.tags')}>
              {user.tags.length === 0 ? (
                t('users.facts.none')
              ) : (
                <Stack
                  component="span"
                  direction="row"
                  spacing={0.5}
                  useFlexGap
                  sx={{ flexWrap: 'wrap', mt: 0.5 }}
                >
                  {user.tags.map((tag) => (
                    <Chip
                      key={tag}
                      size="small"
                      label={tag}
                      component={Link}
                      to={`/users?tag=${encodeURIComponent(tag)}`}
                      clickable
                    />
                  ))}
                </Stack>
              )}
            </Fact>
            <Fact
              label={t('users.facts.subscription')}
              hint={
                user.subscription_checked_at
                  ? t('users.facts.checked', { date: dateTime(user.subscription_checked_at) })
                  : t('users.facts.notChecked')
              }
            >
              {t(user.is_subscribed ? 'users.marks.subscribed' : 'users.marks.notSubscribed')}
            </Fact>
          </>
        )}
        <Campaign id={user.campaign_id} />
        <Fact label={t('users.facts.lastSeen')}>{dateTime(user.last_seen_at)}</Fact>
      </Stack>
    </Section>
  );
}

function Phone({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const seesPhones = useMay('marketing');
  if (!seesPhones) return <Fact label={t('users.facts.phone')}>{t('users.facts.phoneHidden')}</Fact>;
  return (
    <Fact label={t('users.facts.phone')}>
      {user.phone ? <MuiLink href={`tel:${user.phone}`}>{user.phone}</MuiLink> : t('users.facts.unknown')}
    </Fact>
  );
}

function Birthday({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const timeZone = useTimeZone();
  const changed =
    user.birthday_changed_at && t('users.facts.birthdayChanged', { date: date(user.birthday_changed_at) });
  return (
    <Fact label={t('users.facts.birthday')} hint={user.birthday && changed}>
      {user.birthday
        ? `${date(user.birthday)} (${t('users.facts.age', { count: ageOn(user.birthday, dayIn(timeZone)) })})`
        : t('users.facts.unknown')}
    </Fact>
  );
}

function Campaign({ id }: { id: number | undefined }) {
  const { t } = useTranslation();
  if (id === undefined)
    return <Fact label={t('users.column.campaign_id')}>{t('users.facts.byThemselves')}</Fact>;
  return (
    <Fact label={t('users.facts.campaign')}>
      <NamedLink of="campaign" id={id} />
    </Fact>
  );
}
