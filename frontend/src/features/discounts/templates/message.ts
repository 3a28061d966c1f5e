/** Signs of Telegram's HTML that stand for one sign each. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
};

/** The length of a text as the client sees it: tags count nothing, an entity one sign. */
export function visibleLength(html: string): number {
  return html.replace(/<[^<>]*>/g, '').replace(/&(?:lt|gt|amp|quot);/g, '.').length;
}

/** A value as it stands in HTML. */
export function escapeHtml(value: string): string {
  return value.replace(
    /[&<>"]/g,
    (sign) => Object.keys(ENTITIES).find((entity) => ENTITIES[entity] === sign) ?? sign,
  );
}

/**
 * Puts values into a text of the bot as the bot does: `{name}` is a place, `{{` and `}}` are braces, and a line whose
 * places are all empty is left out, with the gap that it leaves. Values stand as they are given.
 */
export function renderText(text: string, values: Readonly<Record<string, string>>): string {
  const lines: string[] = [];
  let isLeftOut = false;
  const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';
  for (const line of text.split('\n')) {
    const names = placesOf(line);
    const isEmpty = names.length > 0 && names.every((name) => values[name] === '');
    if (isEmpty) isLeftOut = true;
    else if (!(isLeftOut && isBlank(line) && isBlank(lines.at(-1)))) lines.push(fill(line, values));
  }
  while (isLeftOut && lines.length > 0 && isBlank(lines.at(-1))) lines.pop();
  return lines.join('\n');
}

const PIECES = /\{\{|\}\}|\{([a-z0-9_]+)\}/g;

function placesOf(line: string): string[] {
  return [...line.matchAll(PIECES)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function fill(line: string, values: Readonly<Record<string, string>>): string {
  return line.replace(PIECES, (piece: string, name: string | undefined) =>
    name === undefined ? piece.slice(1) : (values[name] ?? piece),
  );
}
