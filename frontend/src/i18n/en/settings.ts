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
    main_bot_texts: 'What the clients’ bot says',
    notice_texts: 'Notices to clients',
    auth_bot_texts: 'What the staff’s bot says',
    staff_texts: 'Notices to staff',
  },
};
