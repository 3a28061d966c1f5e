import { Button, Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Order, UserDetails } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { HistoryItem, HistoryList } from './HistoryList';

// The warning colour is too pale for text.
const plain = { color: 'text.primary' };

/** A client's purchases. */
export function OrderHistory({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const { money, dateTime } = useFormats();
  if (user.orders.length === 0) {
    return <EmptyState title={t('users.orders.none')} hint={t('users.orders.noneHint')} />;
  }
  const details = ({ created_at, discount_amount, shop, external_id: external }: Order) =>
    [
      dateTime(created_at),
      Number(discount_amount) > 0 && t('users.orders.discount', { amount: money(discount_amount) }),
      shop,
      external && t('users.orders.external', { id: external }),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      <HistoryList label={t('users.tabs.orders')}>
        {user.orders.map((order) => (
          <HistoryItem
            key={order.id}
            {...(order.discount_id === undefined ? {} : { to: `/discounts/${order.discount_id}` })}
            title={money(order.amount)}
            text={details(order)}
            mark={
              order.status === 'undone' && (
                <Chip
                  size="small"
                  variant="outlined"
                  color="warning"
                  sx={plain}
                  label={t('users.orders.undone')}
                />
              )
            }
          />
        ))}
      </HistoryList>
      <Button component={Link} to={`/orders?user_id=${user.id}`}>
        {t('users.orders.all')}
      </Button>
    </>
  );
}
