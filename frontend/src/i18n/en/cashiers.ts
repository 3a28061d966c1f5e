import type { Translation } from '@/i18n/translation';

export const cashiers: Translation['cashiers'] = {
  title: 'Cashiers',
};
