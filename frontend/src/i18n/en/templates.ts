import type { Translation } from '@/i18n/translation';

export const templates: Translation['templates'] = {
  title: 'Discounts',
};
