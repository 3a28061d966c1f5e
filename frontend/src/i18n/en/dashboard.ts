import type { Translation } from '@/i18n/translation';

export const dashboard: Translation['dashboard'] = {
  title: 'Dashboard',
  today: 'Today, {{date}}',
  inMonth: 'in 30 days: {{value}}',
  newClients: 'New clients',
  issued: 'Codes issued',
  redeemed: 'Redeemed',
  revenue: 'Revenue',
  discount: 'Discounts',
  base: { title: 'Clients', all: 'All', subscribed: 'In the channel', blocked: 'Blocked the bot' },
  attention: {
    title: 'Needs attention',
    calm: 'All is well',
    cashierRequests_one: '{{count, number}} person wants to become a cashier',
    cashierRequests_other: '{{count, number}} people want to become cashiers',
    failedNotifications_one: '{{count, number}} notification of this week could not be sent',
    failedNotifications_other: '{{count, number}} notifications of this week could not be sent',
    stuckNotifications_one:
      '{{count, number}} notification has waited over 15 minutes: is the worker running?',
    stuckNotifications_other:
      '{{count, number}} notifications have waited over 15 minutes: is the worker running?',
    failedMessages_one: '{{count, number}} client missed a broadcast this week: it can be sent again',
    failedMessages_other: '{{count, number}} clients missed a broadcast this week: it can be sent again',
    uncertainMessages_one: '{{count, number}} message may or may not have arrived',
    uncertainMessages_other: '{{count, number}} messages may or may not have arrived',
    stuckBroadcast: 'The broadcast “{{name}}” stopped and waits for a decision',
    scarceBudget_one: 'Discount “{{name}}”: {{count, number}} code left',
    scarceBudget_other: 'Discount “{{name}}”: {{count, number}} codes left',
    unfinishedRun: 'Not finished on {{day}}: {{job}}',
  },
  job: { birthdays: 'birthday greetings', reminders: 'reminders of discounts', digest: 'the morning digest' },
  broadcasts: {
    title: 'Broadcasts being sent',
    all: 'All broadcasts',
    none: 'Nothing is being sent.',
    progress: '{{done}} of {{total}}',
    waits: 'Quiet hours: continues {{time}}',
  },
  charts: {
    codes: 'Codes in 30 days',
    money: 'Money in 30 days',
    empty: 'Nothing to show yet',
    emptyHint: 'Invite clients: put a campaign’s link or QR code at the till.',
  },
  top: {
    cashiers: 'Top cashiers of 30 days',
    campaigns: 'Top campaigns of 30 days',
    cashier: 'Cashier',
    campaign: 'Campaign',
    joined: 'Joined',
  },
};
