import { addDays } from '@/components/zone';

/** The values of a text's placeholders by name, as HTML. */
export type Values = Readonly<Record<string, string>>;

const PIECE = /\{\{|\}\}|\{([a-z0-9_]+)\}/g;

/**
 * Puts values into a text as the bot does: `{name}` is a placeholder, `{{` and `}}` are braces. A line whose placeholders
 * are all empty is left out together with the gap that it would leave; unknown placeholders stay as they are written.
 */
export function fill(text: string, given: Values): string {
  const values = new Map(Object.entries(given));
  const lines: string[] = [];
  let hasLeftOut = false;
  for (const line of text.split('\n')) {
    const names = [...line.matchAll(PIECE)].flatMap(([, name]) => name ?? []);
    const isEmpty = names.length > 0 && names.every((name) => values.get(name) === '');
    if (isEmpty) hasLeftOut = true;
    else if (!hasLeftOut || !isBlank(line) || !isBlank(lines.at(-1))) lines.push(fillLine(line, values));
  }
  while (hasLeftOut && lines.length > 0 && isBlank(lines.at(-1))) lines.pop();
  return lines.join('\n');
}

const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';

function fillLine(line: string, values: ReadonlyMap<string, string>): string {
  return line.replace(PIECE, (piece: string, name: string | undefined) =>
    name === undefined ? piece.slice(1) : (values.get(name) ?? piece),
  );
}

/** Text as HTML that shows exactly this text, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Plain values as HTML. */
export function escaped(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escapeHtml(value)]));
}

interface ExampleCode {
  /** What the code saves, in words. */
  worth: string;
  /** The smallest purchase in words; empty for none. */
  minimum: string;
  /** How many days the code lives. */
  days: number;
  /** How often the code can be used; empty for once. */
  uses: string;
}

/** The placeholders of an example code that is issued on the local day `today`. */
export function codeValues({ worth, minimum, days, uses }: ExampleCode, today: string): Values {
  const isDays = Number.isInteger(days) && days > 0 && days <= 3650;
  return {
    code: 'ДЯА4589',
    value: worth,
    last_day: dayInRussian(isDays ? addDays(today, days) : today, today),
    min_order: minimum,
    uses_left: uses,
  };
}

const DAY = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** «5 марта», «5 марта 2027» in another year: clients read Russian, whatever the language of the panel. */
export function dayInRussian(day: string, today: string): string {
  const words = DAY.format(new Date(`${day}T00:00Z`));
  const year = day.slice(0, 4);
  return year === today.slice(0, 4) ? words : `${words} ${year}`;
}
