import type { TFunction } from 'i18next';
import type { ListedDiscount } from '@/api/schema';
import type { Formats } from '@/components/format';

/** The terms of a code: its end, minimum and uses left. */
export function terms(discount: ListedDiscount, t: TFunction, formats: Formats): string {
  return [
    t('users.codes.until', { date: formats.date(discount.expires_at) }),
    discount.min_order_amount &&
      t('users.codes.minimum', { amount: formats.money(discount.min_order_amount) }),
    discount.usage_type === 'multi' && t('users.codes.usesLeft', { count: discount.uses_left }),
    t(`users.codes.source.${discount.source}`),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The end of a code. */
export function ending(discount: ListedDiscount, t: TFunction, { date, dateTime }: Formats): string {
  const { state, used_at, expires_at, revoked_at, revoke_reason: reason } = discount;
  switch (state) {
    case 'used':
      return t('users.codes.used', { date: dateTime(used_at) });
    case 'expired':
      return t('users.codes.expired', { date: date(expires_at) });
    case 'revoked':
      return reason
        ? t('users.codes.revokedWhy', { date: dateTime(revoked_at), reason })
        : t('users.codes.revoked', { date: dateTime(revoked_at) });
    case 'active':
      return t('users.codes.until', { date: date(expires_at) });
  }
}
