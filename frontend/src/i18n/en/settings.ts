import type { Translation } from '@/i18n/translation';

export const settings: Translation['settings'] = {
  title: 'Settings',
};
