import type { TFunction } from 'i18next';
import type { Problem } from '@/api/problem';
import type { CheckResult, CheckStatus } from '@/api/schema';
import type { Formats } from '@/components/format';

/** Why a code is refused, and what to do. */
export interface Refusal {
  title: string;
  hint?: string;
}

type Checked = Pick<CheckResult, 'status' | 'code' | 'discount'>;

/** A refused code in words: when it was used or expired, why it was revoked. */
export function refusalWords(
  t: TFunction,
  { dateTime, date }: Pick<Formats, 'dateTime' | 'date'>,
  { status, code, discount }: Checked,
): Refusal {
  switch (status) {
    case 'already_used': {
      if (!discount?.used_at) return { title: t('redeem.refused.already_used') };
      const at = dateTime(discount.used_at);
      return {
        title:
          discount.usage_type === 'multi'
            ? t('redeem.refused.usedUp', { count: discount.uses_count, at })
            : t('redeem.refused.already_usedAt', { at }),
      };
    }
    case 'expired':
      return {
        title: discount
          ? t('redeem.refused.expiredAt', { at: date(discount.expires_at) })
          : t('redeem.refused.expired'),
      };
    case 'revoked':
      return {
        title: discount?.revoked_at
          ? t('redeem.refused.revokedAt', { at: dateTime(discount.revoked_at) })
          : t('redeem.refused.revoked'),
        ...(discount?.revoke_reason
          ? { hint: t('redeem.refused.revokedFor', { reason: discount.revoke_reason }) }
          : {}),
      };
    case 'not_found':
      return {
        title: t('redeem.refused.not_found'),
        ...(code === '' ? {} : { hint: t('redeem.refused.not_foundHint', { code }) }),
      };
    case 'valid':
      return { title: t('redeem.valid') };
    case 'cashier_not_active':
    case 'amount_required':
    case 'below_minimum':
    case 'paused':
      return { title: t(`discounts.statuses.${status}`) };
  }
}

const statuses: Readonly<Record<string, CheckStatus>> = {
  'already-used': 'already_used',
  expired: 'expired',
  revoked: 'revoked',
  'not-found': 'not_found',
};

/** The status of a code that a redemption was refused for. */
export const statusOf = ({ slug }: Problem): CheckStatus | undefined => statuses[slug];
