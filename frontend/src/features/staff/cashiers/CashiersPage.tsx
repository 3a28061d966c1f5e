import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import { Box, Tab, Tabs } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useGet } from '@/api/queries';
import type { Cashier, CashierStatus } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { CardGrid } from '@/components/layout';
import { PageHeader } from '@/components/PageHeader';
import { useListState } from '@/components/table/list-state';
import { Pager } from '@/components/table/Pager';
import { Muted } from '@/components/Muted';
import { CashierCard } from './CashierCard';
import { CashierDialog } from './CashierDialog';
import { StatsDrawer } from './StatsDrawer';

const TABS = ['active', 'pending', 'inactive', 'rejected'] as const satisfies CashierStatus[];
/** The tabs in the page's address. */
const ADDRESSES = { active: null, pending: 'requests', inactive: 'inactive', rejected: 'rejected' } as const;

/** The cashiers by status. */
export function CashiersPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((status) => ADDRESSES[status] === params.get('tab')) ?? 'active';
  const list = useListState({ sort: '' });
  const found = useGet('/cashiers', { query: { status: tab, page: list.page, per_page: list.perPage } });
  const [edited, setEdited] = useState<Cashier | null>(null);
  const [watched, setWatched] = useState<Cashier | null>(null);
  return (
    <>
      <PageHeader title={t('cashiers.title')} subtitle={t('cashiers.subtitle')} />
      <Tabs
        value={tab}
        onChange={(_, next: CashierStatus) => {
          const address = ADDRESSES[next];
          setParams(address === null ? {} : { tab: address });
        }}
        variant="scrollable"
        aria-label={t('cashiers.title')}
        sx={{ mb: 2, borderBottom: 1, borderColor: 'divider' }}
      >
        {TABS.map((status) => (
          <Tab
            key={status}
            value={status}
            id={`tab-${status}`}
            aria-controls="cashiers-panel"
            label={<TabLabel status={status} />}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="cashiers-panel" aria-labelledby={`tab-${tab}`}>
        <Loaded query={found}>
          {({ items, total, total_exact }) => (
            <>
              {total === 0 && (
                <EmptyState
                  icon={<BadgeIcon />}
                  title={t(`cashiers.empty.${tab}`)}
                  hint={t(`cashiers.emptyHint.${tab}`)}
                />
              )}
              <CardGrid min={320}>
                {items.map((cashier) => (
                  <CashierCard
                    key={cashier.id}
                    cashier={cashier}
                    onEdit={() => setEdited(cashier)}
                    onStats={() => setWatched(cashier)}
                  />
                ))}
              </CardGrid>
              {total > items.length && <Pager list={list} total={total} isExact={total_exact} />}
            </>
          )}
        </Loaded>
        <Muted sx={{ mt: 3 }}>{t('cashiers.how')}</Muted>
      </Box>
      <CashierDialog cashier={edited} onClose={() => setEdited(null)} />
      <StatsDrawer cashier={watched} onClose={() => setWatched(null)} />
    </>
  );
}

function TabLabel({ status }: { status: CashierStatus }) {
  const { t } = useTranslation();
  const { data } = useGet('/cashiers', { query: { status, per_page: 1 } });
  return (
    <span>
      {t(`cashiers.tabs.${status}`)}
      {data && data.total > 0 && (
        <Box
          component="span"
          sx={{
            ml: 1,
            px: 0.9,
            py: 0.1,
            borderRadius: 5,
            fontSize: 12,
            ...(status === 'pending'
              ? { bgcolor: 'primary.main', color: 'primary.contrastText' }
              : { bgcolor: 'action.selected' }),
          }}
        >
          {data.total}
        </Box>
      )}
    </span>
  );
}
