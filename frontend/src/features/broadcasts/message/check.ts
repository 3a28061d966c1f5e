import { fill, namesIn, partsOf, PLACEHOLDERS, type Placeholder } from './placeholders';
import { readHtml, type Fault } from './telegram-html';

/** The longest text, and the longest one under a file, in UTF-16 units with every placeholder at its longest. */
export const TEXT_LIMIT = 4096;
export const CAPTION_LIMIT = 1024;

/** One thing wrong with a message's text. */
export type TextProblem =
  | { code: 'required' | 'html-across-lines' | 'code-missing' }
  | { code: 'stray-brace'; at: number }
  | { code: 'unknown-placeholder' | 'placeholder-needs-template'; name: string }
  | { code: 'bad-html'; fault: Fault & { at: number } }
  | { code: 'too-long'; length: number; limit: number };

interface Around {
  /** A file goes with it: the text is its caption, and may be missing. */
  hasMedia: boolean;
  /** Every recipient gets a code. */
  hasCode: boolean;
}

/** The placeholders that a message may have. */
export function placeholdersOf(hasCode: boolean): Placeholder[] {
  return PLACEHOLDERS.filter(({ needsCode }) => hasCode || !needsCode);
}

/** The length as Telegram counts it, with every placeholder at its longest. */
export function lengthOf(body: string, hasCode: boolean): number {
  const longest = (placeholder: Placeholder) =>
    placeholder.sample + 'x'.repeat(placeholder.maxLength - placeholder.sample.length);
  return readHtml(fill(body, valuesOf(hasCode, longest))).units;
}

/** Everything wrong with a text: the server's rules, and that a code that is given must be shown. */
export function textProblems(body: string, { hasMedia, hasCode }: Around): TextProblem[] {
  if (body.trim() === '') {
    if (hasCode) return [{ code: 'code-missing' }];
    return hasMedia ? [] : [{ code: 'required' }];
  }
  const problems: TextProblem[] = [...braceProblems(body, hasCode), ...htmlProblems(body, hasCode)];
  const length = lengthOf(body, hasCode);
  const limit = hasMedia ? CAPTION_LIMIT : TEXT_LIMIT;
  if (!problems.some(({ code }) => code === 'bad-html') && length > limit)
    problems.push({ code: 'too-long', length, limit });
  if (problems.length > 0) return problems;
  const shortest = fill(
    body,
    valuesOf(hasCode, ({ mayBeEmpty, sample }) => (mayBeEmpty ? '' : sample)),
  );
  if (!hasMedia && readHtml(shortest).isBlank) return [{ code: 'required' }];
  return hasCode && !namesIn(body).includes('code') ? [{ code: 'code-missing' }] : [];
}

function braceProblems(body: string, hasCode: boolean): TextProblem[] {
  const allowed = placeholdersOf(hasCode);
  const problems: TextProblem[] = [];
  for (const part of partsOf(body)) {
    if (part.kind === 'stray') problems.push({ code: 'stray-brace', at: part.at });
    if (part.kind !== 'placeholder' || allowed.some(({ name }) => name === part.text)) continue;
    const needsCode = PLACEHOLDERS.some(({ name }) => name === part.text);
    problems.push({
      code: needsCode ? 'placeholder-needs-template' : 'unknown-placeholder',
      name: part.text,
    });
  }
  return problems;
}

function htmlProblems(body: string, hasCode: boolean): TextProblem[] {
  const full = readHtml(
    fill(
      body,
      valuesOf(hasCode, ({ sample }) => sample),
    ),
  );
  if (full.fault) {
    // What is wrong in the text itself is told with its place there.
    return [{ code: 'bad-html', fault: readHtml(body).fault ?? full.fault }];
  }
  const shortest = fill(
    body,
    valuesOf(hasCode, ({ mayBeEmpty, sample }) => (mayBeEmpty ? '' : sample)),
  );
  return readHtml(shortest).fault ? [{ code: 'html-across-lines' }] : [];
}

function valuesOf(hasCode: boolean, value: (placeholder: Placeholder) => string): Record<string, string> {
  return Object.fromEntries(
    placeholdersOf(hasCode).map((placeholder) => [placeholder.name, value(placeholder)]),
  );
}
