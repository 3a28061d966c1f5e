import type { Translation } from '@/i18n/translation';

export const campaigns: Translation['campaigns'] = {
  title: 'Campaigns',
};
