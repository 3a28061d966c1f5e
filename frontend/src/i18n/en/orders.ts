import type { Translation } from '@/i18n/translation';

export const orders: Translation['orders'] = {
  title: 'Purchases',
};
