import type { Translation } from '@/i18n/translation';

export const admins: Translation['admins'] = {
  title: 'Admins',
  subtitle: 'Who may log in to the panel',
  add: 'Add',
  list: { active: 'With access', inactive: 'Without access' },
  inactiveHint: 'Admins without access, and people who wrote to the staff bot and are not approved yet.',
  you: 'you',
  since: 'Added {{at}}',
  telegram: 'Telegram {{id}}',
  chat: 'Makes broadcasts from the chat with the bot',
  told: 'Gets: {{groups}}',
  toldNothing: 'Gets no notifications',
  groups: {
    cashier_requests: 'cashiers’ requests',
    broadcasts: 'broadcast results',
    alerts: 'alerts',
    daily_report: 'morning digest',
  },
  groupHints: {
    cashier_requests: 'Cashiers’ requests: somebody wants to be a cashier; can be approved in the chat',
    broadcasts: 'Broadcast results: how many arrived and were redeemed',
    alerts: 'Alerts: code guessing, delivery failures, stopped broadcasts',
    daily_report: 'Morning digest: yesterday’s results and what needs attention',
  },
  roles: {
    readonly: 'Sees everything but phones and whole codes. Changes and exports nothing.',
    marketing: 'Clients, discounts, codes, campaigns, segments, broadcasts and purchases.',
    owner: 'Everything, including cashiers, admins, settings, undoing redemptions and the audit log.',
  },
  activate: 'Give access',
  deactivate: 'Switch off',
  activated: '{{name}} can log in now',
  deactivated: 'Access revoked: {{name}}',
  deactivateTitle: 'Revoke access for {{name}}?',
  deactivateText: 'They can no longer log in, and their sessions end at once. You can restore access later.',
  deactivateYou:
    'This is you: you will be logged out at once, and only another owner can restore your access.',
  lastOwner: 'This is the last active owner. Make somebody else an owner first.',
  form: {
    addTitle: 'New admin',
    editTitle: 'Admin',
    telegram_id: 'Telegram ID',
    telegram_idHint:
      'The bot @userinfobot shows it. Or ask the person to write to the staff bot: they then appear in this list',
    display_name: 'Name',
    role: 'Role',
    can_broadcast: 'Can send broadcasts with /broadcast in the chat with the bot',
    groups: 'Notifications in Telegram',
    taken: 'This person is already in the list: find them and give access.',
    added: 'Added: {{name}}. To log in, they send /login to the staff bot.',
  },
};
