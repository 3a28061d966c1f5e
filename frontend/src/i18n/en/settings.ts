import type { Translation } from '@/i18n/translation';

export const settings: Translation['settings'] = {
  title: 'Settings',
  subtitle: 'Changes apply within five seconds, without a restart.',
  history: 'History of changes',
  groups: 'Group of settings',
  saved: 'Saved. Applies within seconds.',
  range: '{{min}} to {{max}}',
  default: 'default {{value}}',
  restore: 'Restore the default text',
  placeholders: 'Placeholders: {{names}}',
  quietFrom: 'From',
  quietTo: 'To',
  changed: 'Changed {{time}}',
  expected: {
    telegram_channel_id: 'The channel’s @name or its number, such as -1001234567890',
    privacy_policy_url: 'A page’s address, such as https://example.com/privacy',
    consent_version: 'Up to 32 Latin letters, digits, dots, dashes and underscores',
    main_bot_username: 'The bot’s name without @',
  },
  group: {
    telegram: 'Telegram',
    privacy: 'Personal data',
    marketing: 'Broadcasts and quiet hours',
    birthdays: 'Birthdays',
    reminders: 'Reminders',
    staff: 'Staff',
    main_bot_texts: 'Texts of the client bot',
    notice_texts: 'Notifications to clients',
    auth_bot_texts: 'Texts of the staff bot',
    staff_texts: 'Notifications to staff',
  },
};
