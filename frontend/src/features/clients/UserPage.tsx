import { Alert, Button, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useGet } from '@/api/queries';
import type { UserDetails } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { Columns } from '@/components/layout';
import { ActiveCodes } from './ActiveCodes';
import { ConsentCard } from './ConsentCard';
import { FactsCard } from './FactsCard';
import { HistoryTabs } from './HistoryTabs';
import { UserActions } from './UserActions';
import { UserMarks } from './UserMarks';

/** One client: personal data, codes and history. */
export function UserPage() {
  const { t } = useTranslation();
  const id = Number(useParams()['id']);
  const isId = Number.isSafeInteger(id);
  const query = useGet('/users/{id}', { path: { id } }, { enabled: isId });
  if (!isId || query.error?.status === 404) {
    return (
      <EmptyState
        title={t('users.missingTitle')}
        hint={t('users.missingHint')}
        action={
          <Button component={Link} to="/users" variant="contained">
            {t('users.toList')}
          </Button>
        }
      />
    );
  }
  return <Loaded query={query}>{(user) => <Client key={id} user={user} />}</Loaded>;
}

function Client({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  return (
    <>
      <PageHeader
        title={user.display_name}
        mark={<UserMarks user={user} hasSubscription />}
        subtitle={t('users.since', { date: date(user.created_at) })}
        back="/users"
        {...(user.anonymized_at ? {} : { actions: <UserActions user={user} /> })}
      />
      {user.anonymized_at && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t('users.anonymisedNotice', { date: date(user.anonymized_at) })}
        </Alert>
      )}
      <Columns from="md" gap={2} wide="320px minmax(0, 1fr)">
        <Stack spacing={2}>
          <FactsCard user={user} />
          {!user.anonymized_at && <ConsentCard user={user} />}
        </Stack>
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          {!user.anonymized_at && <ActiveCodes user={user} />}
          <HistoryTabs user={user} />
        </Stack>
      </Columns>
    </>
  );
}
