import type { Translation } from '@/i18n/translation';

export const settings: Translation['settings'] = {
  title: 'Settings',
  subtitle: 'In force five seconds after saving, without a restart.',
  history: 'History of changes',
  groups: 'Part of the settings',
  saved: 'Saved. In force within seconds.',
  range: '{{min}} to {{max}}',
  default: 'usually {{value}}',
  restore: 'Back to the original text',
  placeholders: 'May be filled in: {{names}}',
  quietFrom: 'From',
  quietTo: 'To',
  changed: 'Changed {{time}}',
  group: {
    telegram: 'Telegram',
    privacy: 'Personal data',
    marketing: 'Broadcasts and quiet hours',
    birthdays: 'Birthdays',
    reminders: 'Reminders',
    staff: 'Staff',
    main_bot_texts: 'What the clients’ bot says',
    notice_texts: 'Notices to clients',
    auth_bot_texts: 'What the staff’s bot says',
    staff_texts: 'Notices to staff',
  },
};
