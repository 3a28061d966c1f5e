import { Box, Divider, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { DiscountDetails, Order, UsageLog } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';
import { Muted } from '@/components/Muted';
import { To } from '@/components/To';
import { UsageChip } from './UsageChip';
import { useWho } from './who';

/** All attempts to use a code, with the purchases. */
export function History({ discount: { id, usage_logs } }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const orders = useGet(
    '/orders',
    { query: { discount_id: id, is_test: 'any', per_page: 200 } },
    { enabled: usage_logs.some(({ order_id }) => order_id !== undefined) },
  );
  return (
    <Section
      title={t('discounts.history')}
      action={
        usage_logs.length > 0 && (
          <To to={`/discounts/usage?discount_id=${id}`} sx={{ whiteSpace: 'nowrap' }}>
            {t('discounts.historyAll')}
          </To>
        )
      }
    >
      {usage_logs.length === 0 && (
        <Typography sx={{ color: 'text.secondary' }}>{t('discounts.historyEmpty')}</Typography>
      )}
      <Stack
        component="ul"
        divider={<Divider component="li" aria-hidden />}
        sx={{ listStyle: 'none', m: 0, p: 0 }}
      >
        {usage_logs.map((log) => (
          <Entry
            key={log.id}
            log={log}
            order={orders.data?.items.find((order) => order.id === log.order_id)}
          />
        ))}
      </Stack>
    </Section>
  );
}

function Entry({ log, order }: { log: UsageLog; order: Order | undefined }) {
  const { t } = useTranslation();
  const { dateTime, money } = useFormats();
  const who = useWho();
  const { created_at, status, shop, reason, undone_at } = log;
  const more = [
    order &&
      t('discounts.usage.bought', {
        amount: money(order.amount),
        discount: money(order.discount_amount),
      }),
    undone_at && t('discounts.usage.taken', { at: dateTime(undone_at) }),
    reason,
  ].filter(Boolean);
  return (
    <Box component="li" sx={{ py: 1.25 }}>
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between', alignItems: 'center' }}>
        <UsageChip status={status} />
        <Muted sx={{ whiteSpace: 'nowrap' }}>{dateTime(created_at)}</Muted>
      </Stack>
      <Typography variant="body2" sx={{ mt: 0.5 }}>
        {[who(log), shop].filter(Boolean).join(' · ')}
      </Typography>
      {more.length > 0 && <Muted>{more.join(' · ')}</Muted>}
    </Box>
  );
}
