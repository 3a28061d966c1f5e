import type { Translation } from '@/i18n/translation';

export const audit: Translation['audit'] = {
  title: 'Audit log',
};
