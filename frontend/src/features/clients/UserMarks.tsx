import { Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/schema';

// The warning colour is too pale for text.
const plain = { color: 'text.primary' };

type Marked = Pick<User, 'is_blocked' | 'is_opted_out' | 'is_test' | 'is_subscribed' | 'anonymized_at'>;

/** Marks of a client. Lists leave out the usual state. */
export function UserMarks({ user, hasSubscription = false }: { user: Marked; hasSubscription?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {user.anonymized_at && <Chip size="small" label={t('users.marks.anonymised')} />}
      {hasSubscription && !user.anonymized_at && (
        <Chip
          size="small"
          variant="outlined"
          color={user.is_subscribed ? 'success' : 'default'}
          label={t(user.is_subscribed ? 'users.marks.subscribed' : 'users.marks.notSubscribed')}
        />
      )}
      {user.is_blocked && (
        <Chip size="small" color="error" variant="outlined" label={t('users.marks.blocked')} />
      )}
      {user.is_opted_out && (
        <Chip size="small" color="warning" variant="outlined" sx={plain} label={t('users.marks.optedOut')} />
      )}
      {user.is_test && <Chip size="small" color="info" variant="outlined" label={t('users.marks.test')} />}
    </>
  );
}
