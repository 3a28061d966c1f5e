import { useTranslation } from 'react-i18next';
import type { Excluded } from '@/api/schema';
import { useFormats } from '@/components/format';

const REASONS = ['blocked', 'opted_out', 'no_consent'] as const;

/** Gives the function that writes who is left out and why. */
export function useExcludedText(): (excluded: Excluded) => string {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (excluded) => {
    const named = REASONS.filter((reason) => excluded[reason] > 0);
    if (named.length === 0) return t('broadcasts.excluded.nobody');
    return named
      .map((reason) => t(`broadcasts.excluded.${reason}`, { number: number(excluded[reason]) }))
      .join(', ');
  };
}
