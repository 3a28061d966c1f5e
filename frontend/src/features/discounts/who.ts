import { useTranslation } from 'react-i18next';
import type { UsageLog } from '@/api/schema';
import { useAdminNames, useNames } from '@/components/names';

/** Gives the name of whoever used a code: a cashier, an admin or an operator. */
export function useWho(): (log: Pick<UsageLog, 'cashier_id' | 'admin_id' | 'source'>) => string {
  const { t } = useTranslation();
  const cashierName = useNames('cashier');
  const adminName = useAdminNames();
  return ({ cashier_id, admin_id, source }) =>
    cashierName(cashier_id) ??
    adminName(admin_id) ??
    t(source === 'cli' ? 'discounts.usage.operator' : 'common.none');
}
