import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormats } from '@/components/format';
import { setLanguage } from '@/i18n';
import { filterSentence } from './sentence';
import type { FilterDraft } from './tree';

const say = (filter: FilterDraft) =>
  filterSentence(filter, i18next.t, {
    formats: createFormats(i18next.language, 'Asia/Vladivostok'),
    campaignName: (id) => (id === 3 ? 'Весна' : undefined),
  }).replace(/[\u00a0\u202f]/g, ' ');

describe('filterSentence', () => {
  it('reads groups aloud, in brackets where they stand in each other', () =>
    expect(
      say({
        all: [
          { field: 'gender', op: 'eq', value: 'female' },
          {
            any: [
              { field: 'age', op: 'between', value: [25, 40] },
              { field: 'tags', op: 'contains', value: 'vip' },
            ],
          },
          { not: { field: 'last_redeemed_at', op: 'within_days', value: 30 } },
        ],
      }),
    ).toBe(
      'Клиенты, у которых пол женский, (возраст от 25 до 40 лет или есть метка «vip») и (последнее погашение больше 30 дней назад или погашений не было)',
    ));

  it('says everybody and nobody', () => {
    expect(say({ all: [] })).toBe('Все клиенты');
    expect(say({ not: { all: [] } })).toBe('Никто');
  });

  it('tells a not by the opposites of what stands in it', () => {
    const parts: FilterDraft[] = [
      { field: 'tags', op: 'in', value: ['a', 'b'] },
      { field: 'orders_count', op: 'gte', value: 2 },
    ];
    expect(say({ not: { any: parts } })).toBe('Клиенты, у которых нет меток «a» и «b» и покупок меньше 2');
    expect(say({ not: { all: parts } })).toBe('Клиенты, у которых нет меток «a» и «b» или покупок меньше 2');
    expect(say({ not: { not: { field: 'has_phone', op: 'eq', value: true } } })).toBe(
      'Клиенты, у которых телефон известен',
    );
  });

  it.each<[FilterDraft, string]>([
    [{ not: { field: 'age', op: 'gte', value: 0 } }, 'день рождения неизвестен'],
    [{ not: { field: 'campaign_id', op: 'gte', value: 1 } }, 'нет кампании (пришли сами)'],
    [{ field: 'campaign_id', op: 'gte', value: 1 }, 'есть кампания, которая привела'],
    [{ field: 'campaign_id', op: 'in', value: [3, 4] }, 'кампания «Весна» или «№ 4»'],
    [
      { not: { field: 'campaign_id', op: 'eq', value: 3 } },
      'кампания не «Весна» или нет кампании (пришли сами)',
    ],
    [{ field: 'gender', op: 'ne', value: 'female' }, 'пол мужской или не указан'],
    [{ not: { field: 'gender', op: 'in', value: ['male', 'unknown'] } }, 'пол женский'],
    [{ field: 'age', op: 'eq', value: 21 }, 'возраст ровно 21 год'],
    [{ field: 'age', op: 'lt', value: 21 }, 'возраст меньше 21 года'],
    [{ field: 'birthday_month', op: 'between', value: [3, 5] }, 'день рождения в марте, апреле или мае'],
    [{ field: 'birthday_month', op: 'ne', value: 2 }, 'день рождения не в феврале'],
    [{ field: 'created_at', op: 'gte', value: '2026-03-05' }, 'первое обращение не раньше 5 мар. 2026 г.'],
    [{ field: 'created_at', op: 'older_than_days', value: 1 }, 'первое обращение больше 1 дня назад'],
    [{ field: 'orders_total', op: 'gte', value: '3000.00' }, 'сумма покупок не меньше 3 000 ₽'],
    [{ not: { field: 'orders_count', op: 'between', value: [2, 5] } }, 'покупок не от 2 до 5'],
    [{ field: 'is_subscribed', op: 'ne', value: true }, 'нет подписки на канал'],
  ])('says %j', (filter, words) => expect(say(filter)).toBe(`Клиенты, у которых ${words}`));

  it('leaves a gap for what is not filled in yet', () => {
    expect(say({ field: 'age', op: 'between', value: ['', ''] })).toBe(
      'Клиенты, у которых возраст от … до …',
    );
    expect(say({ field: 'tags', op: 'in', value: [] })).toBe('Клиенты, у которых есть метка …');
    expect(say({ field: 'birthday_month', op: 'eq', value: '' })).toBe(
      'Клиенты, у которых день рождения в …',
    );
    expect(say({ field: 'created_at', op: 'within_days', value: '' })).toBe(
      'Клиенты, у которых первое обращение …',
    );
  });

  it('speaks English too', async () => {
    await setLanguage('en');
    expect(
      say({
        any: [
          { field: 'age', op: 'gte', value: 18 },
          { field: 'has_phone', op: 'eq', value: true },
        ],
      }),
    ).toBe('Clients with age at least 18 years or a known phone');
    await setLanguage('ru');
  });
});
