import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { mayHaveWorked } from '@/components/attempt';
import { useErrorText } from '@/components/errors';

/** Gives the sentence for a failed redemption that is not about the code. */
export function useRedeemError(): (problem: Problem) => string {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (problem) => {
    if (mayHaveWorked(problem)) return t('redeem.unsure');
    switch (problem.slug) {
      case 'cashier-not-active':
        return t('redeem.cashierOff');
      case 'paused':
        return t('redeem.paused', { count: Math.max(1, Math.ceil((problem.retryAfter ?? 60) / 60)) });
      default:
        return errorText(problem);
    }
  };
}
