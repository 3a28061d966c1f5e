import type { Translation } from '@/i18n/translation';

export const reports: Translation['reports'] = {
  title: 'Reports',
};
