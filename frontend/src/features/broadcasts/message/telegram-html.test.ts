import { describe, expect, it } from 'vitest';
import { escapeHtml, isLink, readHtml, type Fault } from './telegram-html';

describe('what is seen', () => {
  it.each([
    ['Привет', 6],
    [
      '<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><ins>f</ins><s>g</s><strike>h</strike><del>i</del>',
      9,
    ],
    ['<code>j</code><pre>k</pre><tg-spoiler>m</tg-spoiler><blockquote>n</blockquote>', 4],
    ['<a href="https://example.com/?a=1&amp;b=2">link</a>', 4],
    ["<a href = 'tg://resolve?domain=x'>x</a>", 1],
    ['<pre><code class="language-c++">x</code></pre>', 1],
    ['<B>x</b >', 1],
    ['&lt;&gt;&amp;&quot;&#8381;&#x20BD;', 6],
    ['Чай & печенье, R&D, &; &#', 25],
    ['&lt 1', 3],
    ['😀', 2],
    ['&#128512;', 2],
    ['2 > 1', 5],
    ['', 0],
  ])('%s has %i units', (html, units) => {
    const { fault, units: found } = readHtml(html);
    expect(fault).toBeUndefined();
    expect(found).toBe(units);
  });

  it('is a tree of texts and tags', () =>
    expect(readHtml('a<b>b<i>c</i></b> <a href="https://x.y/?a&amp;b">d</a>&lt;').pieces).toEqual([
      'a',
      { tag: 'b', children: ['b', { tag: 'i', children: ['c'] }] },
      ' ',
      { tag: 'a', href: 'https://x.y/?a&b', children: ['d'] },
      '<',
    ]));

  it('knows when there is nothing to read', () => {
    expect(readHtml('<b> </b>\n').isBlank).toBe(true);
    expect(readHtml('<b>.</b>').isBlank).toBe(false);
  });

  it('keeps what follows a fault as it was written', () => {
    expect(readHtml('<b>да</b> <br>нет').pieces).toEqual([{ tag: 'b', children: ['да'] }, ' <br>нет']);
    expect(readHtml('<b>да').pieces).toEqual([{ tag: 'b', children: ['да'] }]);
  });
});

describe('what is refused', () =>
  it.each<[string, number, Fault]>([
    ['2 < 3', 2, { kind: 'stray-less' }],
    ['я <3', 2, { kind: 'stray-less' }],
    ['<!-- -->', 0, { kind: 'stray-less' }],
    ['да<br>нет', 2, { kind: 'unknown-tag', tag: 'br' }],
    ['<script>x</script>', 0, { kind: 'unknown-tag', tag: 'script' }],
    ['да <b>нет', 3, { kind: 'unclosed', tag: 'b' }],
    ['<b', 0, { kind: 'unfinished-tag' }],
    ['<b>x</b', 4, { kind: 'unfinished-tag' }],
    ['<b><i>x</b></i>', 7, { kind: 'wrong-closing', tag: 'b', outer: 'i' }],
    ['x</b>', 1, { kind: 'closes-nothing', tag: 'b' }],
    ['<b/>', 2, { kind: 'unknown-attribute', tag: 'b', name: '/' }],
    ['<b style="x">x</b>', 3, { kind: 'unknown-attribute', tag: 'b', name: 'style' }],
    ['<a href="https://a.b" onclick="x">x</a>', 22, { kind: 'unknown-attribute', tag: 'a', name: 'onclick' }],
    [
      '<a href="https://a.b" href="https://a.b">x</a>',
      22,
      { kind: 'unknown-attribute', tag: 'a', name: 'href' },
    ],
    ['<a>x</a>', 0, { kind: 'missing-href' }],
    ['<a href=x>x</a>', 7, { kind: 'unquoted-value' }],
    ['<a href="https://a.b>x</a>', 7, { kind: 'unquoted-value' }],
    ['<a href>x</a>', 7, { kind: 'unquoted-value' }],
    ['<a href="javascript:alert(1)">x</a>', 3, { kind: 'bad-link', value: 'javascript:alert(1)' }],
    ['<a href="java&#115;cript://x">x</a>', 3, { kind: 'bad-link', value: 'javascript://x' }],
    ['<code class="x">x</code>', 6, { kind: 'bad-class', value: 'x' }],
    ['<code><b>x</b></code>', 6, { kind: 'bad-nesting', tag: 'b', outer: 'code' }],
    ['<pre><code><i>x</i></code></pre>', 11, { kind: 'bad-nesting', tag: 'i', outer: 'pre' }],
    [
      '<blockquote><b><blockquote>x</blockquote></b></blockquote>',
      15,
      { kind: 'bad-nesting', tag: 'blockquote', outer: 'blockquote' },
    ],
    ['да&nbsp;нет', 2, { kind: 'unknown-entity', value: '&nbsp;' }],
    ['&#xD800;', 0, { kind: 'unknown-entity', value: '&#xD800;' }],
  ])('%s', (html, at, fault) => expect(readHtml(html).fault).toEqual({ ...fault, at })));

it('escapes so that the same text is seen', () => {
  const text = '<b> & "кавычки" &lt;';
  expect(readHtml(escapeHtml(text)).pieces).toEqual([text]);
});

it.each([
  ['https://example.com', true],
  ['HTTP://пример.рф/путь?x=1#y', true],
  ['tg://resolve?domain=x', true],
  ['https://', false],
  ['https:///path', false],
  ['https://a b', false],
  ['tg://', false],
  ['ftp://example.com', false],
  ['javascript:alert(1)', false],
  ['', false],
])('%s is an address to open: %s', (address, isGood) => expect(isLink(address)).toBe(isGood));
