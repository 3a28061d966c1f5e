import { describe, expect, it } from 'vitest';
import { fill, namesIn, truncate } from './placeholders';

describe('filling', () => {
  const values = { code: 'ДЯА4589', name: 'Анна <3 & Ко', braces: '{code}', none: '' };
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
  ])('%j', (text, expected) => expect(fill(text, values)).toBe(expected));
});

it('finds the names', () =>
  expect(namesIn('{first_name}, ваш код {code}, {{value}}')).toEqual(['first_name', 'code']));

it.each([
  ['мармелад', 8, 'мармелад'],
  ['мармелад', 7, 'мармел…'],
  ['мармелад', 1, '…'],
  ['да нет', 4, 'да…'],
  ['😀😀', 4, '😀😀'],
  ['😀😀', 3, '😀…'],
  ['😀😀', 2, '…'],
])('cuts %s to %i', (text, max, expected) => expect(truncate(text, max)).toBe(expected));
