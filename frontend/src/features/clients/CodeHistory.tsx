import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { UserDetails } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { ending } from './discount-words';
import { StateChip } from '@/features/discounts/StateChip';
import { HistoryItem, HistoryList } from './HistoryList';

/** Codes that are used, expired or revoked. */
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
            title={`${discount.code} · ${formats.worth(discount)}`}
            text={`${ending(discount, t, formats)} · ${t(`users.codes.source.${discount.source}`)}`}
            mark={<StateChip state={discount.state} />}
          />
        ))}
      </HistoryList>
      <Button component={Link} to={`/discounts?user_id=${user.id}`}>
        {t('users.codes.all')}
      </Button>
    </>
  );
}
