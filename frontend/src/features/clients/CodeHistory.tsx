import { Button, Chip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DiscountState, UserDetails } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { ending, worth } from './discount-words';
import { HistoryItem, HistoryList } from './HistoryList';

const colors = {
  active: 'success',
  used: 'primary',
  expired: 'default',
  revoked: 'warning',
} as const satisfies Record<DiscountState, string>;

/** Codes that were used, ended or were revoked. */
export function CodeHistory({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (user.discount_history.length === 0) return <EmptyState title={t('users.codes.noHistory')} />;
  return (
    <>
      <HistoryList label={t('users.tabs.codes')}>
        {user.discount_history.map((discount) => (
          <HistoryItem
            key={discount.id}
            to={`/discounts/${discount.id}`}
            title={`${discount.code} · ${worth(discount, formats)}`}
            text={`${ending(discount, t, formats)} · ${t(`users.codes.source.${discount.source}`)}`}
            mark={
              <Chip
                size="small"
                variant="outlined"
                color={colors[discount.state]}
                // The warning colour is too pale for words.
                {...(discount.state === 'revoked' ? { sx: { color: 'text.primary' } } : {})}
                label={t(`users.codes.state.${discount.state}`)}
              />
            }
          />
        ))}
      </HistoryList>
      <Button component={Link} to={`/discounts?user_id=${user.id}`}>
        {t('users.codes.all')}
      </Button>
    </>
  );
}
