import { describe, expect, it } from 'vitest';
import { lengthOf, textProblems } from './check';

const PLAIN = { hasMedia: false, hasCode: false };
const CAPTION = { hasMedia: true, hasCode: false };
const WITH_CODE = { hasMedia: false, hasCode: true };
const codes = (body: string, around = PLAIN) => textProblems(body, around).map(({ code }) => code);

describe('good texts', () =>
  it.each([
    ['Привет!', PLAIN],
    ['Здравствуйте, {first_name} ({display_name})!', PLAIN],
    ['{{first_name}} — так пишут имя', PLAIN],
    ['Ваш код {code}: {value}, до {last_day}\nПри покупке от {min_order}\nОсталось: {uses_left}', WITH_CODE],
    ['<a href="https://example.com/?c={code}">открыть</a>', WITH_CODE],
    ['1 &lt; 2 &amp; &#8381;', PLAIN],
    ['', CAPTION],
  ])('%j', (body, around) => expect(textProblems(body, around)).toEqual([])));

describe('length', () => {
  it.each([
    ['ы', 4096],
    ['🍬', 2048],
    ['&lt;', 4096],
    ['<b>ы</b>', 4096],
  ])('%s fits %i times', (piece, fits) => {
    expect(codes(piece.repeat(fits))).toEqual([]);
    expect(codes(piece.repeat(fits + 1))).toEqual(['too-long']);
  });

  it.each([
    ['{first_name}', 64, PLAIN],
    ['{display_name}', 128, PLAIN],
    ['{code}', 7, WITH_CODE],
  ])('%s counts at its longest', (placeholder, longest, around) => {
    expect(lengthOf(placeholder, around.hasCode)).toBe(longest);
    expect(codes(placeholder + 'ы'.repeat(4096 - longest), around)).toEqual([]);
    expect(codes(placeholder + 'ы'.repeat(4097 - longest), around)).toEqual(['too-long']);
  });

  it('of a caption is a quarter', () => {
    expect(codes('ы'.repeat(1024), CAPTION)).toEqual([]);
    expect(textProblems('ы'.repeat(1025), CAPTION)).toEqual([
      { code: 'too-long', length: 1025, limit: 1024 },
    ]);
  });
});

describe('bad texts', () => {
  it.each([
    ['', PLAIN, ['required']],
    [' \n ', PLAIN, ['required']],
    ['<b> </b>', PLAIN, ['required']],
    ['от {min_order}', WITH_CODE, ['required']],
    ['<b>не закрыт', PLAIN, ['bad-html']],
    ['a < b', PLAIN, ['bad-html']],
    ['&nbsp;', PLAIN, ['bad-html']],
    ['одна { скобка', PLAIN, ['stray-brace']],
    ['Ваш код {code}\n<b>от {min_order}\nи больше</b>', WITH_CODE, ['html-across-lines']],
    ['Привет, {name}!', PLAIN, ['unknown-placeholder']],
    ['Ваш код {code}', PLAIN, ['placeholder-needs-template']],
    ['до {last_day}', PLAIN, ['placeholder-needs-template']],
    [
      '{name} {code} { <b>',
      PLAIN,
      ['unknown-placeholder', 'placeholder-needs-template', 'stray-brace', 'bad-html'],
    ],
  ])('%j', (body, around, expected) => expect(codes(body, around)).toEqual(expected));

  it('do not show the code that is given', () => {
    expect(codes('Скидка!', WITH_CODE)).toEqual(['code-missing']);
    expect(codes('', { hasMedia: true, hasCode: true })).toEqual(['code-missing']);
  });

  it('tell where the slip is', () =>
    expect(textProblems('{first_name}: 2 < 3', PLAIN)).toEqual([
      { code: 'bad-html', fault: { kind: 'stray-less', at: 16 } },
    ]));
});
