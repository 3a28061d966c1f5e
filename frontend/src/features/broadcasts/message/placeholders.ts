import { escapeHtml } from './telegram-html';

/** What may stand in braces. */
export type PlaceholderName =
  'first_name' | 'display_name' | 'code' | 'value' | 'last_day' | 'min_order' | 'uses_left';

/** Something in braces that each recipient sees filled. */
export interface Placeholder {
  name: PlaceholderName;
  /** How long its value can get, in UTF-16 units. */
  maxLength: number;
  /** A value for previews and checks. */
  sample: string;
  /** About the recipient's own code: only with a discount template. */
  needsCode: boolean;
  /** May have no value, and then takes its line with it. */
  mayBeEmpty: boolean;
}

const known = (
  name: PlaceholderName,
  maxLength: number,
  sample: string,
  more: Partial<Pick<Placeholder, 'needsCode' | 'mayBeEmpty'>> = {},
): Placeholder => ({ name, maxLength, sample, needsCode: false, mayBeEmpty: false, ...more });

/** Everything that may stand in braces. */
export const PLACEHOLDERS: readonly Placeholder[] = [
  known('first_name', 64, 'Анна'),
  known('display_name', 128, 'Анна Иванова'),
  known('code', 7, 'ДЯА4589', { needsCode: true }),
  known('value', 20, '10 %', { needsCode: true }),
  known('last_day', 24, '5 марта', { needsCode: true }),
  known('min_order', 20, '500 ₽', { needsCode: true, mayBeEmpty: true }),
  known('uses_left', 12, '2', { needsCode: true, mayBeEmpty: true }),
];

/** The values of a message's placeholders by name. */
export type Values = Readonly<Record<string, string>>;

interface Part {
  kind: 'plain' | 'placeholder' | 'stray';
  /** What is shown, or the placeholder's name. */
  text: string;
  at: number;
}

const PART = /\{\{|\}\}|\{([a-z0-9_]+)\}|[{}]|[^{}]+/g;

/** The parts of a text: `{name}` is a placeholder, `{{` and `}}` are braces, a single brace is a slip. */
export function partsOf(text: string): Part[] {
  return [...text.matchAll(PART)].map((found) => {
    const [whole, name] = found;
    const at = found.index;
    if (name !== undefined) return { kind: 'placeholder', text: name, at };
    if (whole === '{{' || whole === '}}') return { kind: 'plain', text: whole.charAt(0), at };
    return { kind: whole === '{' || whole === '}' ? 'stray' : 'plain', text: whole, at };
  });
}

/** The names of the placeholders in a text. */
export function namesIn(text: string): string[] {
  return partsOf(text)
    .filter(({ kind }) => kind === 'placeholder')
    .map((part) => part.text);
}

/**
 * Puts values, escaped for HTML, into a text. A line whose placeholders are all empty is left out, with a gap that would
 * double; what is not among the values stays as it is written.
 */
export function fill(text: string, values: Values): string {
  const lines: string[] = [];
  let isOneLeftOut = false;
  for (const line of text.split('\n')) {
    const filled = fillLine(line, values);
    if (filled === null) {
      isOneLeftOut = true;
      continue;
    }
    const isGap = line.trim() === '' && (lines.at(-1) ?? '').trim() === '';
    if (!(isOneLeftOut && isGap)) lines.push(filled);
  }
  while (isOneLeftOut && lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines.join('\n');
}

function fillLine(line: string, values: Values): string | null {
  let text = '';
  let isFilled = false;
  let isEmpty = false;
  for (const part of partsOf(line)) {
    if (part.kind !== 'placeholder') {
      text += part.text;
      continue;
    }
    const value = Object.hasOwn(values, part.text) ? values[part.text] : undefined;
    if (value === '') isEmpty = true;
    else isFilled = true;
    text += value === undefined ? `{${part.text}}` : escapeHtml(value);
  }
  return isEmpty && !isFilled ? null : text;
}

/** Cuts to at most `max` UTF-16 units, the last of them `…` when something was cut, as names are cut for a message. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = '';
  for (const sign of text) {
    if (cut.length + sign.length >= max) break;
    cut += sign;
  }
  return `${cut.trimEnd()}…`;
}
