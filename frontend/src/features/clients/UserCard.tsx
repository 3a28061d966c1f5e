import { Chip, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Muted } from '@/components/Muted';
import { UserMarks } from './UserMarks';

/** A client in the list on a phone. */
export function UserCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const contact = [user.phone, user.username && `@${user.username}`].filter(Boolean).join(' · ');
  return (
    <Stack spacing={0.5}>
      <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{user.display_name}</Typography>
      {contact && <Typography variant="body2">{contact}</Typography>}
      <Muted>{t('users.since', { date: date(user.created_at) })}</Muted>
      <Stack
        direction="row"
        spacing={0.5}
        useFlexGap
        sx={{ flexWrap: 'wrap', '&:empty': { display: 'none' } }}
      >
        <UserMarks user={user} />
        {user.tags.map((tag) => (
          <Chip key={tag} size="small" label={tag} />
        ))}
      </Stack>
    </Stack>
  );
}
