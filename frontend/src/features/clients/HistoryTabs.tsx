import { Box, Paper, Tab, Tabs } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { UserDetails } from '@/api/schema';
import { CodeHistory } from './CodeHistory';
import { OrderHistory } from './OrderHistory';
import { Timeline } from './Timeline';

const tabs = ['timeline', 'codes', 'orders'] as const;
type TabName = (typeof tabs)[number];

/** A client's history in tabs: all events, past codes, purchases. The address holds the tab. */
export function HistoryTabs({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const shown = tabs.find((name) => name === params.get('tab')) ?? 'timeline';
  const counts: Record<TabName, number | null> = {
    timeline: null,
    codes: user.discount_history.length,
    orders: user.orders.length,
  };
  return (
    <Paper variant="outlined" component="section">
      <Tabs
        value={shown}
        onChange={(_, name: TabName) =>
          setParams(name === 'timeline' ? {} : { tab: name }, { replace: true })
        }
        variant="scrollable"
        aria-label={t('users.tabs.label')}
        sx={{ borderBottom: 1, borderColor: 'divider' }}
      >
        {tabs.map((name) => (
          <Tab
            key={name}
            value={name}
            id={`tab-${name}`}
            {...(name === shown ? { 'aria-controls': `panel-${name}` } : {})}
            label={t(`users.tabs.${name}`) + (counts[name] === null ? '' : ` (${counts[name]})`)}
          />
        ))}
      </Tabs>
      <Box
        role="tabpanel"
        id={`panel-${shown}`}
        aria-labelledby={`tab-${shown}`}
        sx={{ p: { xs: 1, sm: 2 } }}
      >
        {shown === 'timeline' && <Timeline userId={user.id} />}
        {shown === 'codes' && <CodeHistory user={user} />}
        {shown === 'orders' && <OrderHistory user={user} />}
      </Box>
    </Paper>
  );
}
