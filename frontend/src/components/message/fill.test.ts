import { describe, expect, it } from 'vitest';
import { codeValues, dayInRussian, escaped, fill } from './fill';
import { visibleText } from './TelegramHtml';

describe('filling', () => {
  const values = escaped({ code: 'ДЯА4589', name: 'Анна <3 & Ко', braces: '{code}', none: '' });
  it.each([
    ['Просто текст', 'Просто текст'],
    ['Код {code}!', 'Код ДЯА4589!'],
    ['{name}', 'Анна &lt;3 &amp; Ко'],
    ['{{code}} {code}', '{code} ДЯА4589'],
    ['{{{code}}}', '{ДЯА4589}'],
    ['{nobody} {code}', '{nobody} ДЯА4589'],
    ['a { b } {Code} { code } }', 'a { b } {Code} { code } }'],
    ['{braces}', '{code}'],
    ['{code}{none}', 'ДЯА4589'],
    ['раз\nСумма: {none} ₽\nдва', 'раз\nдва'],
    ['раз\n\nСумма: {none}\n\nдва', 'раз\n\nдва'],
    ['{none}!\n\nдва', 'два'],
    ['раз\n\n{none}', 'раз'],
    ['раз\n\n\nдва\n', 'раз\n\n\nдва\n'],
    ['{none}\n{none}', ''],
    ['{constructor}', '{constructor}'],
  ])('%j', (text, expected) => {
    expect(fill(text, values)).toBe(expected);
  });
});

describe('an example code', () => {
  const code = { worth: '10 %', minimum: '', days: 30, uses: '' };
  const text = 'Код {code}: {value}, до {last_day}.\nОт {min_order}.\nОсталось: {uses_left}.';

  it('reads as the bot writes it', () => {
    expect(fill(text, codeValues(code, '2026-02-03'))).toBe('Код ДЯА4589: 10 %, до 5 марта.');
    expect(fill(text, codeValues({ ...code, minimum: '500 ₽', uses: '3' }, '2026-02-03'))).toContain(
      'От 500 ₽.\nОсталось: 3.',
    );
  });

  it('names the year only when it is another', () => {
    expect(dayInRussian('2026-03-05', '2026-02-03')).toBe('5 марта');
    expect(dayInRussian('2027-03-05', '2026-02-03')).toBe('5 марта 2027');
  });
});

it('knows what a reader sees', () => {
  expect(visibleText('<b>Ура</b> &lt;3')).toBe('Ура <3');
});
