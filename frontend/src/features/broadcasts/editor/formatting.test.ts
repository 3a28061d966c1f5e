import { expect, it } from 'vitest';
import { insert, makeLink, toggleTag, type Edited } from './formatting';

/** `|` stands at both ends of the selection. */
function read(marked: string): Edited {
  const start = marked.indexOf('|');
  return {
    text: marked.replaceAll('|', ''),
    start,
    end: marked.lastIndexOf('|') - (marked.split('|').length > 2 ? 1 : 0),
  };
}
const shown = ({ text, start, end }: Edited) =>
  start === end
    ? `${text.slice(0, start)}|${text.slice(start)}`
    : `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;

it.each([
  ['Наш |новый| вкус', 'Наш <b>|новый|</b> вкус'],
  ['Наш <b>|новый|</b> вкус', 'Наш |новый| вкус'],
  ['Наш | вкус', 'Наш <b>|</b> вкус'],
  ['<i>|новый|</i>', '<i><b>|новый|</b></i>'],
])('bold: %s', (before, after) => expect(shown(toggleTag(read(before), 'b'))).toBe(after));

it.each([
  ['|Каталог| здесь', '<a href="https://x.y/?a=1&amp;b=2">|Каталог|</a> здесь'],
  ['см. |', 'см. <a href="https://x.y/?a=1&amp;b=2">|https://x.y/?a=1&amp;b=2|</a>'],
])('link: %s', (before, after) => expect(shown(makeLink(read(before), 'https://x.y/?a=1&b=2'))).toBe(after));

it('puts a placeholder where the cursor is', () =>
  expect(shown(insert(read('Привет, |имя|!'), '{first_name}'))).toBe('Привет, {first_name}|!'));
