import type { Translation } from '@/i18n/translation';

export const segments: Translation['segments'] = {
  title: 'Segments',
};
