import i18next from 'i18next';
import { expect, it } from 'vitest';
import { createFormats } from '@/components/format';
import { valueText } from './value-text';

const tools = {
  t: i18next.t,
  formats: createFormats('ru', 'Asia/Vladivostok'),
  sentence: () => 'женщины',
};
const told = (field: string, value: unknown) =>
  valueText(field, value, tools).replaceAll(/[\u00a0\u202f]/g, ' ');

it.each([
  ['shop', null, '—'],
  ['is_active', false, 'Нет'],
  ['clients', 2000, '2 000'],
  ['segment_id', 2000, '2000'],
  ['status', 'sending', 'отправляется'],
  ['kind', 'html', 'написана в панели'],
  ['media', 'photo upload 12', 'фото, загруженный файл № 12'],
  ['media', 'video https://example.ru/a.mp4', 'видео, https://example.ru/a.mp4'],
  ['media', 'message 5 of 123', 'сообщение № 5'],
  ['error_code', 'late_start', 'время начала пропущено'],
  ['quiet_hours', { from: '21:00', to: '09:00' }, 'С: 21:00; До: 09:00'],
  ['role', 'owner', 'владелец'],
  ['notification_groups', ['alerts', 'daily_report'], 'тревоги, утренняя сводка'],
  ['tags', [], '—'],
  ['amount', '1500.00', '1 500 ₽'],
  ['scheduled_at', '2026-03-05T00:00:00Z', '5 мар. 2026 г., 10:00'],
  ['recurrence', { type: 'days', value: 30 }, 'раз в 30 дней'],
  ['recurrence', { type: 'once' }, 'один раз'],
  ['filter', { all: [] }, 'женщины'],
  ['filter', { gender: 'female', age_from: 18 }, 'Пол: женский; Возраст от: 18'],
  ['filter', { status: ['failed'], recall_status: 'pending' }, 'Состояние: не доставлено; Отзыв: Отзывается'],
])('%s %j', (field, value, expected) => expect(told(field, value)).toBe(expected));

it('leaves what somebody wrote as it is', () => expect(told('title', 'draft')).toBe('draft'));
