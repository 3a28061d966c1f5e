import type { Translation } from '@/i18n/translation';

export const admins: Translation['admins'] = {
  title: 'Admins',
};
