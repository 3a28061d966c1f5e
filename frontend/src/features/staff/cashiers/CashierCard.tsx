import StorefrontIcon from '@mui/icons-material/StorefrontOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import { Button, Card, CardActions, CardContent, IconButton, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Cashier } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Guarded } from '@/components/Guarded';
import { Muted } from '@/components/Muted';
import { AccessButtons } from './AccessButtons';

interface Props {
  cashier: Cashier;
  onEdit: () => void;
  onStats: () => void;
}

/** A cashier in the list: name, shop, date and actions. */
export function CashierCard({ cashier, onEdit, onStats }: Props) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { display_name, username, shop, status } = cashier;
  const wasAtWork = status === 'active' || status === 'inactive';
  return (
    <Card variant="outlined" component="li" sx={{ display: 'flex', flexDirection: 'column' }}>
      <CardContent sx={{ flexGrow: 1, pb: 1 }}>
        <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
          <div>
            <Typography component="h2" variant="subtitle1" sx={{ fontWeight: 700, overflowWrap: 'anywhere' }}>
              {display_name}
            </Typography>
            {username && <Muted>@{username}</Muted>}
          </div>
          <Guarded need="owner">
            {(disabled) => (
              <IconButton
                aria-label={`${t('common.edit')}: ${display_name}`}
                disabled={disabled}
                onClick={onEdit}
              >
                <EditIcon fontSize="small" />
              </IconButton>
            )}
          </Guarded>
        </Stack>
        <Stack direction="row" spacing={0.75} sx={{ mt: 1, alignItems: 'center', color: 'text.secondary' }}>
          <StorefrontIcon fontSize="small" />
          <Typography variant="body2">{shop ?? t('cashiers.noShop')}</Typography>
        </Stack>
        <Muted sx={{ mt: 0.5 }}>{t(`cashiers.since.${status}`, { at: date(sinceOf(cashier)) })}</Muted>
      </CardContent>
      <CardActions sx={{ px: 2, pb: 2, pt: 0, flexWrap: 'wrap', gap: 1 }} disableSpacing>
        {wasAtWork && (
          <Button variant="outlined" onClick={onStats}>
            {t('cashiers.statistics')}
          </Button>
        )}
        <AccessButtons cashier={cashier} />
      </CardActions>
    </Card>
  );
}

/** The date of the present status. */
function sinceOf({ status, approved_at, deactivated_at, rejected_at, created_at }: Cashier): string {
  const since = { active: approved_at, inactive: deactivated_at, rejected: rejected_at, pending: undefined };
  return since[status] ?? created_at;
}
