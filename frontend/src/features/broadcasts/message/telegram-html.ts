/** The tags that Telegram's HTML has in broadcasts. */
export const TAGS = [
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'code',
  'pre',
  'a',
  'tg-spoiler',
  'blockquote',
] as const;
export type Tag = (typeof TAGS)[number];

/** A piece of a message: text, or a tag around other pieces. */
export type Piece = string | { tag: Tag; href?: string; children: Piece[] };

/** Why Telegram would refuse a text, or silently drop a part of it. */
export type Fault =
  | { kind: 'stray-less' | 'unfinished-tag' | 'unquoted-value' | 'missing-href' }
  | { kind: 'unknown-tag' | 'unclosed' | 'closes-nothing'; tag: string }
  | { kind: 'wrong-closing' | 'bad-nesting'; tag: string; outer: string }
  | { kind: 'unknown-attribute'; tag: string; name: string }
  | { kind: 'bad-link' | 'bad-class' | 'unknown-entity'; value: string };

/** What a text is when it is read as Telegram reads it. */
export interface Reading {
  /** What is seen; what follows a fault is kept as it was written. */
  pieces: Piece[];
  /** The length of what is seen in UTF-16 units, as Telegram applies its limits. */
  units: number;
  /** Whether nothing of it would be seen. */
  isBlank: boolean;
  /** The first thing that is wrong, and where: an offset into the text. */
  fault?: Fault & { at: number };
}

/** Whether a message or button may open the address: `http` or `https` with a host, or `tg`. */
export function isLink(address: string): boolean {
  if (/[\s\p{Cc}]/u.test(address)) return false;
  const [, scheme, rest] = /^(https?|tg):\/\/(.*)$/i.exec(address) ?? [];
  if (scheme === undefined || rest === undefined) return false;
  return scheme.toLowerCase() === 'tg' ? rest !== '' : /^[\p{L}\p{N}[]/u.test(rest);
}

/** How many characters a text has, where limits count characters and not UTF-16 units. */
export const charactersIn = (text: string): number => Array.from(text).length;

/** Text as HTML that shows exactly this text, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);
const ENTITY = /&(?:#(x[\da-f]*|\d*)|([a-z]*));?/iy;
const LANGUAGE = /^language-[\w+#.-]+$/;

/** Reads Telegram's HTML; the rules are the server's (docs/how-to/write-a-broadcast.md). */
export function readHtml(html: string): Reading {
  return new Reader(html).read();
}

interface Open {
  tag: Tag;
  at: number;
  children: Piece[];
}

/** One pass over the text, which stops at the first fault. */
class Reader {
  readonly #html: string;
  #at = 0;
  readonly #pieces: Piece[] = [];
  readonly #open: Open[] = [];
  #seen = '';

  constructor(html: string) {
    this.#html = html;
  }

  read(): Reading {
    let fault: Reading['fault'];
    while (this.#at < this.#html.length && fault === undefined) {
      const start = this.#at;
      if (this.#peek() === '<') {
        fault = this.#tag();
      } else if (this.#peek() === '&') {
        const entity = this.#entity();
        if (typeof entity === 'string') this.#show(entity);
        else fault = entity;
      } else {
        this.#show(this.#take(/[^<&]+/y));
      }
      if (fault) this.#show(this.#html.slice(start));
    }
    const last = this.#open.at(-1);
    if (last) fault ??= { kind: 'unclosed', tag: last.tag, at: last.at };
    return {
      pieces: this.#pieces,
      units: this.#seen.length,
      isBlank: this.#seen.trim() === '',
      ...(fault ? { fault } : {}),
    };
  }

  #peek(): string {
    return this.#html.charAt(this.#at);
  }

  #eat(sign: string): boolean {
    const isThere = this.#html.startsWith(sign, this.#at);
    if (isThere) this.#at += sign.length;
    return isThere;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#html)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  #show(text: string): void {
    this.#seen += text;
    const into = this.#open.at(-1)?.children ?? this.#pieces;
    const last = into.at(-1);
    if (typeof last === 'string') into[into.length - 1] = last + text;
    else into.push(text);
  }

  #tag(): Reading['fault'] {
    const at = this.#at;
    this.#eat('<');
    const isClosing = this.#eat('/');
    const name = this.#take(/[a-z0-9-]*/iy).toLowerCase();
    if (!/^[a-z]/.test(name)) return { kind: 'stray-less', at };
    if (isClosing) return this.#close(at, name);
    const tag = TAGS.find((known) => known === name);
    if (tag === undefined) return { kind: 'unknown-tag', tag: name, at };
    const outer = this.#open.find((open) => refuses(open.tag, tag));
    if (outer) return { kind: 'bad-nesting', tag, outer: outer.tag, at };
    const read = this.#attributes(at, tag);
    if ('kind' in read) return read;
    const element = { tag, ...read, children: [] };
    (this.#open.at(-1)?.children ?? this.#pieces).push(element);
    this.#open.push({ tag, at, children: element.children });
    return undefined;
  }

  #close(at: number, name: string): Reading['fault'] {
    this.#take(/\s*/y);
    if (!this.#eat('>')) return { kind: 'unfinished-tag', at };
    const open = this.#open.at(-1);
    if (open === undefined) return { kind: 'closes-nothing', tag: name, at };
    if (open.tag !== name) return { kind: 'wrong-closing', tag: name, outer: open.tag, at };
    this.#open.pop();
    return undefined;
  }

  /** The attributes of an opening tag, up to and with its `>`. */
  #attributes(start: number, tag: Tag): { href?: string } | (Fault & { at: number }) {
    const allowed = tag === 'a' ? 'href' : tag === 'code' ? 'class' : undefined;
    let read: { href?: string } | undefined;
    for (;;) {
      this.#take(/\s*/y);
      if (this.#eat('>')) break;
      const at = this.#at;
      const name = this.#take(/[^\s=><"']*/y).toLowerCase();
      if (name === '') return { kind: 'unfinished-tag', at: start };
      if (name !== allowed || read) return { kind: 'unknown-attribute', tag, name, at };
      const value = this.#value();
      if (typeof value !== 'string') return value;
      if (tag === 'a' && !isLink(value)) return { kind: 'bad-link', value, at };
      if (tag === 'code' && !LANGUAGE.test(value)) return { kind: 'bad-class', value, at };
      read = tag === 'a' ? { href: value } : {};
    }
    return tag === 'a' && !read ? { kind: 'missing-href', at: start } : (read ?? {});
  }

  /** `="value"` with its entities replaced. */
  #value(): string | (Fault & { at: number }) {
    const at = this.#at;
    const quote = this.#take(/\s*=\s*["']/y).at(-1);
    if (quote === undefined) return { kind: 'unquoted-value', at };
    let value = '';
    while (!this.#eat(quote)) {
      if (this.#at >= this.#html.length) return { kind: 'unquoted-value', at };
      if (this.#peek() === '&') {
        const entity = this.#entity();
        if (typeof entity !== 'string') return entity;
        value += entity;
      } else {
        value += this.#take(/[^]/uy);
      }
    }
    return value;
  }

  /** What stands at `&`: an entity, or a bare `&`, which Telegram shows as it is. */
  #entity(): string | (Fault & { at: number }) {
    const at = this.#at;
    ENTITY.lastIndex = at;
    const [written = '&', code, name] = ENTITY.exec(this.#html) ?? [];
    const sign = code === undefined ? SIGNS.get(name ?? '') : signOf(code);
    if (sign !== undefined) {
      this.#at += written.length;
      return sign;
    }
    if (written.endsWith(';') && written.length > 2) return { kind: 'unknown-entity', value: written, at };
    this.#at += 1;
    return '&';
  }
}

/** Telegram drops without a word what it cannot nest. */
function refuses(outer: Tag, inner: Tag): boolean {
  if (outer === 'pre') return inner !== 'code';
  if (outer === 'code') return true;
  return (outer === 'a' || outer === 'blockquote') && inner === outer;
}

/** The character with a number such as `8381` or `x20BD`. */
function signOf(code: string): string | undefined {
  const isHex = /^x/i.test(code);
  const number = Number.parseInt(isHex ? code.slice(1) : code, isHex ? 16 : 10);
  const isCharacter = number > 0 && number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff);
  return isCharacter ? String.fromCodePoint(number) : undefined;
}
