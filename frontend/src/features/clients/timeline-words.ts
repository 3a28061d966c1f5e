import type { TFunction } from 'i18next';
import type { TimelineEvent } from '@/api/schema';
import type { Formats } from '@/components/format';

/** Notifications to clients that have a text of their own. */
const notices = ['redeemed', 'undone', 'birthday', 'reminder'] as const;

/** The title of an event. */
export function eventTitle(event: TimelineEvent, t: TFunction, { money }: Formats): string {
  const { type, code = '', title = '' } = event;
  switch (type) {
    case 'joined':
      return t('users.timeline.joined');
    case 'campaign_joined':
    case 'broadcast_sent':
      return t(`users.timeline.${type}`, { title });
    case 'discount_issued':
    case 'discount_revoked':
    case 'redeemed':
    case 'undone':
      return t(`users.timeline.${type}`, { code });
    case 'order':
      return t(event.is_undone ? 'users.timeline.orderUndone' : 'users.timeline.order', {
        amount: money(event.amount),
      });
    case 'notification_sent': {
      const notice = notices.find((known) => known === event.notification) ?? 'other';
      return t(`users.timeline.notice.${notice}`);
    }
  }
}

/** The time, place and reason of an event. */
export function eventDetails(event: TimelineEvent, t: TFunction, { dateTime, money }: Formats): string {
  const { at, shop, reason, discount_amount: saved } = event;
  return [
    dateTime(at),
    shop,
    saved && Number(saved) > 0 && t('users.timeline.orderDiscount', { amount: money(saved) }),
    reason && t('users.timeline.reason', { reason }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The page of an event: its code, campaign, broadcast or purchases. */
export function eventAddress(event: TimelineEvent, userId: number): string | undefined {
  if (event.type === 'campaign_joined') return `/campaigns/${event.campaign_id ?? ''}`;
  if (event.type === 'broadcast_sent') return `/broadcasts/${event.broadcast_id ?? ''}`;
  if (event.type === 'order') return `/orders?user_id=${userId}`;
  return event.discount_id === undefined ? undefined : `/discounts/${event.discount_id}`;
}
