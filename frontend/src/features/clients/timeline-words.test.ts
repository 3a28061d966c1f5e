import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '@/api/schema';
import { createFormats } from '@/components/format';
import { eventAddress, eventDetails, eventTitle } from './timeline-words';

const AT = '2026-03-05T02:00:00Z';
const formats = createFormats('ru', 'Asia/Vladivostok');
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('an event of the timeline', () => {
  it.each<[TimelineEvent, string, string | undefined]>([
    [{ at: AT, type: 'joined' }, 'Впервые написал боту', undefined],
    [
      { at: AT, type: 'campaign_joined', campaign_id: 3, title: 'Весна', discount_id: 8 },
      'Пришёл по кампании «Весна»',
      '/campaigns/3',
    ],
    [{ at: AT, type: 'redeemed', code: 'ДЯА4589', discount_id: 8 }, 'Погасил код ДЯА4589', '/discounts/8'],
    [{ at: AT, type: 'order', order_id: 5, amount: '1500.00' }, 'Купил на 1 500 ₽', '/orders?user_id=1'],
    [
      { at: AT, type: 'order', order_id: 5, amount: '1500.00', is_undone: true },
      'Покупка на 1 500 ₽ отменена',
      '/orders?user_id=1',
    ],
    [
      { at: AT, type: 'broadcast_sent', broadcast_id: 2, title: 'Пасха' },
      'Получил рассылку «Пасха»',
      '/broadcasts/2',
    ],
    [
      { at: AT, type: 'notification_sent', notification: 'reminder' },
      'Получил напоминание о коде',
      undefined,
    ],
    [{ at: AT, type: 'notification_sent', notification: 'new_kind' }, 'Получил сообщение', undefined],
  ])('%j is told in words and leads on', (event, title, address) => {
    expect(plain(eventTitle(event, i18next.t, formats))).toBe(title);
    expect(eventAddress(event, 1)).toBe(address);
  });

  it('says when, where and why', () => {
    const undone: TimelineEvent = {
      at: AT,
      type: 'undone',
      code: 'ДЯА4589',
      reason: 'ошибка',
      shop: 'Центр',
    };
    expect(plain(eventDetails(undone, i18next.t, formats))).toBe(
      '5 мар. 2026 г., 12:00 · Центр · Причина: ошибка',
    );
  });
});
