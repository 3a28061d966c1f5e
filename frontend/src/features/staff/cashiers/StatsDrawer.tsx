import CloseIcon from '@mui/icons-material/Close';
import { Box, Button, Drawer, IconButton, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import { useTimeZone } from '@/api/session-hooks';
import type { Cashier } from '@/api/schema';
import { Loaded } from '@/components/feedback/Loaded';
import { addDays, dayIn } from '@/components/zone';
import { Muted } from '@/components/Muted';
import { Numbers } from './Numbers';

const PERIODS = [1, 7, 30, 90, 365] as const;

/** A drawer with the figures of a cashier. */
export function StatsDrawer({ cashier, onClose }: { cashier: Cashier | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      anchor="right"
      open={cashier !== null}
      onClose={onClose}
      // Above the app bar, which is above the menu's drawer.
      sx={{ zIndex: 'modal' }}
      slotProps={{
        paper: { 'aria-label': t('cashiers.stats.title'), sx: { width: { xs: '100%', sm: 420 } } },
      }}
    >
      {cashier && <Content cashier={cashier} onClose={onClose} />}
    </Drawer>
  );
}

function Content({ cashier, onClose }: { cashier: Cashier; onClose: () => void }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [days, setDays] = useState(30);
  const to = dayIn(timeZone);
  const from = addDays(to, 1 - days);
  const report = useGet('/reports/cashiers', { query: { from, to } }, { keepPrevious: true });
  return (
    <Box sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
        <div>
          <Typography variant="h6" component="h2">
            {cashier.display_name}
          </Typography>
          <Muted>{cashier.shop ?? t('cashiers.noShop')}</Muted>
        </div>
        <IconButton aria-label={t('common.close')} onClick={onClose} edge="end">
          <CloseIcon />
        </IconButton>
      </Stack>
      <TextField
        select
        fullWidth
        size="small"
        label={t('cashiers.stats.period')}
        value={days}
        onChange={(event) => setDays(Number(event.target.value))}
        sx={{ my: 2.5 }}
      >
        {PERIODS.map((count) => (
          <MenuItem key={count} value={count}>
            {count === 1 ? t('common.today') : t('cashiers.stats.days', { count })}
          </MenuItem>
        ))}
      </TextField>
      <Loaded query={report}>
        {({ cashiers }) => <Numbers of={cashiers.find(({ cashier_id }) => cashier_id === cashier.id)} />}
      </Loaded>
      <Stack direction="row" spacing={1} useFlexGap sx={{ mt: 2.5, flexWrap: 'wrap' }}>
        <Button
          component={Link}
          to={`/discounts/usage?cashier_id=${cashier.id}&created_from=${from}`}
          variant="outlined"
        >
          {t('cashiers.stats.log')}
        </Button>
        <Button component={Link} to={`/orders?cashier_id=${cashier.id}&created_from=${from}`}>
          {t('cashiers.stats.purchases')}
        </Button>
      </Stack>
    </Box>
  );
}
