import { Box } from '@mui/material';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getOptions } from '@/api/queries';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';
import { Tile } from '@/components/Tile';

const ONE = { per_page: 1 } as const;

/** The number of clients, of channel subscribers, and of clients who blocked the bot. */
export function ClientBase() {
  const { t } = useTranslation();
  const { number } = useFormats();
  const [all, subscribed, blocked] = useQueries({
    queries: [
      getOptions('/users', { query: ONE }),
      getOptions('/users', { query: { ...ONE, is_subscribed: true } }),
      getOptions('/users', { query: { ...ONE, is_blocked: true } }),
    ],
  });
  const count = (page: typeof all.data) => (page ? number(page.total) : '…');
  return (
    <Section title={t('dashboard.base.title')}>
      <Box
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: 'repeat(3, 1fr)',
          '& .MuiPaper-root': { p: 1.25 },
        }}
      >
        <Tile label={t('dashboard.base.all')} value={count(all.data)} to="/users" />
        <Tile
          label={t('dashboard.base.subscribed')}
          value={count(subscribed.data)}
          to="/users?is_subscribed=true"
        />
        <Tile label={t('dashboard.base.blocked')} value={count(blocked.data)} to="/users?is_blocked=true" />
      </Box>
    </Section>
  );
}
