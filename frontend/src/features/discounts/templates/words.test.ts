import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormats } from '@/components/format';
import { datesWords, recurrenceWords } from './words';

describe('words about a template', () => {
  it('says how often in plain words', () => {
    expect(recurrenceWords(i18next.t, { type: 'once' })).toBe('один раз');
    expect(recurrenceWords(i18next.t, { type: 'days', value: 30 })).toBe('раз в 30 дней');
    expect(recurrenceWords(i18next.t, { type: 'days', value: 2 })).toBe('раз в 2 дня');
    expect(recurrenceWords(i18next.t, { type: 'days', value: 21 })).toBe('раз в 21 день');
    expect(recurrenceWords(i18next.t, { type: 'monthly' })).toBe('раз в календарный месяц');
    expect(recurrenceWords(i18next.t, { type: 'yearly' })).toBe('раз в год');
    expect(recurrenceWords(i18next.t, { type: 'unlimited' })).toBe('без ограничений');
  });

  it('says when it is given, in the shops’ zone', () => {
    const formats = createFormats('ru', 'Asia/Vladivostok');
    const from = '2026-02-28T14:00:00Z'; // midnight there, 1 March
    expect(datesWords(i18next.t, formats, {})).toBeNull();
    expect(datesWords(i18next.t, formats, { valid_from: from })).toMatch(/^С 1 мар/);
    expect(datesWords(i18next.t, formats, { valid_until: from })).toMatch(/^До 1 мар/);
    expect(datesWords(i18next.t, formats, { valid_from: from, valid_until: from })).toMatch(
      /^1 мар.* – 1 мар/,
    );
  });
});
