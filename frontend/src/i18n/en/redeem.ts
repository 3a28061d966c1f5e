import type { Translation } from '@/i18n/translation';

export const redeem: Translation['redeem'] = {
  title: 'Redeem a code',
};
