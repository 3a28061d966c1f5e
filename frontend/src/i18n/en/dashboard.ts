import type { Translation } from '@/i18n/translation';

export const dashboard: Translation['dashboard'] = {
  title: 'Dashboard',
};
