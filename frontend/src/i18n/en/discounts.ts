import type { Translation } from '@/i18n/translation';

export const discounts: Translation['discounts'] = {
  title: 'Codes',
};
