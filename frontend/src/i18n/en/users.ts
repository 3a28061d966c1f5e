import type { Translation } from '@/i18n/translation';

export const users: Translation['users'] = {
  title: 'Clients',
};
