import { Button, Card, CardActions, CardContent, Chip, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useAdmin } from '@/api/session-hooks';
import type { Admin } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Muted } from '@/components/Muted';
import { AccessButton } from './AccessButton';

/** An admin in the list: name, role and notifications. */
export function AdminCard({ admin, onEdit }: { admin: Admin; onEdit: () => void }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { id: ownId } = useAdmin();
  const { id, display_name, username, telegram_id, role, created_at, notification_groups } = admin;
  const groups = notification_groups.map((group) => t(`admins.groups.${group}`)).join(', ');
  const lines = [
    groups ? t('admins.told', { groups }) : t('admins.toldNothing'),
    admin.can_broadcast_from_chat && t('admins.chat'),
    t('admins.since', { at: date(created_at) }),
  ].filter(Boolean);
  return (
    <Card variant="outlined" component="li" sx={{ display: 'flex', flexDirection: 'column' }}>
      <CardContent sx={{ flexGrow: 1, pb: 1 }}>
        <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
          <Typography component="h3" variant="subtitle1" sx={{ fontWeight: 700, overflowWrap: 'anywhere' }}>
            {display_name}
            {id === ownId && <Muted component="span">{` (${t('admins.you')})`}</Muted>}
          </Typography>
          {admin.is_active && (
            <Chip
              size="small"
              color={role === 'owner' ? 'primary' : 'default'}
              label={t(`common.role.${role}`)}
            />
          )}
        </Stack>
        <Muted>{username ? `@${username}` : t('admins.telegram', { id: telegram_id })}</Muted>
        {admin.is_active &&
          lines.map((line) => (
            <Typography key={String(line)} variant="body2" sx={{ mt: 0.75 }}>
              {line}
            </Typography>
          ))}
      </CardContent>
      <CardActions sx={{ px: 2, pb: 2, pt: 0, gap: 1, flexWrap: 'wrap' }} disableSpacing>
        <Button variant="outlined" onClick={onEdit}>
          {t('common.edit')}
        </Button>
        <AccessButton admin={admin} />
      </CardActions>
    </Card>
  );
}
