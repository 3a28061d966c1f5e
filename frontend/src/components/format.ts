import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiscountValue } from './kopecks';
import { useTimeZone } from '@/api/session-hooks';

/** Formatters in the language of the panel and the shops' time zone. */
export interface Formats {
  /** `"1500.00"` → `1 500 ₽`; kopecks only where there are some. */
  money: (amount: string | number | undefined) => string;
  number: (value: number) => string;
  /** `"12.50"` → `12,5 %`. */
  percent: (value: string | number | undefined) => string;
  /** What a code saves: `10 %`, `300 ₽`. */
  worth: (of: DiscountValue) => string;
  /** An instant, as day and minute in the shops' zone. */
  dateTime: (instant: string | undefined) => string;
  /** An instant's or a local date's day. */
  date: (day: string | undefined) => string;
  /** A local date without its year. */
  shortDate: (day: string) => string;
  time: (instant: string) => string;
}

const EMPTY = '—';

/** Makes the formatters of a language and a zone. */
export function createFormats(language: string, timeZone: string): Formats {
  const locale = language === 'en' ? 'en-GB' : 'ru-RU';
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const rubles = new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const kopecks = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const zoned = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  const minute: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  const dateTime = zoned({ ...day, ...minute, timeZone });
  const instantDay = zoned({ ...day, timeZone });
  const localDay = zoned({ ...day, timeZone: 'UTC' });
  const localShort = zoned({ day: 'numeric', month: 'short', timeZone: 'UTC' });
  const clock = zoned({ ...minute, timeZone });
  const isDay = (value: string) => value.length === 10;

  const money = (amount: string | number | undefined) => {
    if (amount === undefined) return EMPTY;
    const value = Number(amount);
    return `${(Number.isInteger(value) ? rubles : kopecks).format(value)}\u00a0₽`;
  };
  const percent = (value: string | number | undefined) =>
    value === undefined ? EMPTY : `${number.format(Number(value))}\u00a0%`;

  return {
    money,
    percent,
    worth: ({ value, value_type }) => (value_type === 'percent' ? percent(value) : money(value)),
    number: (value) => number.format(value),
    dateTime: (instant) => (instant ? dateTime.format(new Date(instant)) : EMPTY),
    date: (value) =>
      value
        ? (isDay(value) ? localDay : instantDay).format(new Date(isDay(value) ? `${value}T00:00Z` : value))
        : EMPTY,
    shortDate: (value) => localShort.format(new Date(`${value}T00:00Z`)),
    time: (instant) => clock.format(new Date(instant)),
  };
}

/** The formatters for the present language and zone. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const timeZone = useTimeZone();
  return useMemo(() => createFormats(i18n.language, timeZone), [i18n.language, timeZone]);
}
