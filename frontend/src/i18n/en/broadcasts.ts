import type { Translation } from '@/i18n/translation';

export const broadcasts: Translation['broadcasts'] = {
  title: 'Broadcasts',
};
