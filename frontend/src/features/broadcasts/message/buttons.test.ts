import { expect, it } from 'vitest';
import { buttonProblems, isWebAddress, opens } from './buttons';

const good = { text: 'Каталог', url: 'https://example.com/catalogue?from=tg' };

it('takes as many as fit', () =>
  expect(buttonProblems(Array.from({ length: 10 }, () => [good, good, good, good]))).toEqual([]));

it('tells every problem with its place', () => {
  const rows = [
    [good, { text: ' ', url: 'ftp://example.com' }],
    [{ text: 'ы'.repeat(65), url: `https://example.com/${'x'.repeat(2048)}` }],
    [{ text: 'Для {first_name}', url: 'https://example.com/?c={code}' }],
    [{ text: '🍬'.repeat(64), url: '' }],
  ];
  expect(buttonProblems(rows)).toEqual([
    { row: 0, place: 1, field: 'text', code: 'required' },
    { row: 0, place: 1, field: 'url', code: 'bad-url' },
    { row: 1, place: 0, field: 'text', code: 'label-too-long' },
    { row: 1, place: 0, field: 'url', code: 'url-too-long' },
    { row: 2, place: 0, field: 'text', code: 'placeholder-not-allowed' },
    { row: 2, place: 0, field: 'url', code: 'placeholder-not-allowed' },
    { row: 3, place: 0, field: 'url', code: 'required' },
  ]);
});

it.each([
  ['https://example.com', true],
  ['HTTP://пример.рф/путь?x=1', true],
  ['https://192.0.2.1/x', true],
  ['tg://resolve?domain=marmelad', true],
  ['https://', false],
  ['https://localhost/x', false],
  ['https://exa mple.com', false],
  ['https://[bad/', false],
  ['javascript:alert(1)', false],
  ['example.com', false],
  ['mailto:a@example.com', false],
])('%s opens: %s', (address, isGood) => expect(opens(address)).toBe(isGood));

it('fetches files from the web only', () => {
  expect(isWebAddress('https://example.com/a.jpg')).toBe(true);
  expect(isWebAddress('tg://resolve?domain=marmelad')).toBe(false);
});
