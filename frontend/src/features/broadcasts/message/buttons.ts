import { namesIn, PLACEHOLDERS } from './placeholders';
import { charactersIn, isLink } from './telegram-html';

/** A button that opens an address. */
export interface UrlButton {
  text: string;
  url: string;
}

/** How many rows of how many buttons; how long their labels and addresses may be, in characters. */
export const MAX_ROWS = 10;
export const MAX_IN_ROW = 4;
export const LONGEST_LABEL = 64;
export const LONGEST_URL = 2048;

/** One thing wrong with a button. */
export interface ButtonProblem {
  row: number;
  place: number;
  field: keyof UrlButton;
  code: 'required' | 'label-too-long' | 'url-too-long' | 'bad-url' | 'placeholder-not-allowed';
}

/** Everything wrong with the rows; the editor cannot make too many of them. */
export function buttonProblems(rows: readonly (readonly UrlButton[])[]): ButtonProblem[] {
  return rows.flatMap((buttons, row) =>
    buttons.flatMap((button, place) => {
      const text = labelProblem(button.text);
      const url = addressProblem(button.url);
      return [
        ...(text ? [{ row, place, field: 'text', code: text } as const] : []),
        ...(url ? [{ row, place, field: 'url', code: url } as const] : []),
      ];
    }),
  );
}

function labelProblem(label: string): ButtonProblem['code'] | null {
  const length = charactersIn(label.trim());
  if (length === 0) return 'required';
  if (length > LONGEST_LABEL) return 'label-too-long';
  return hasPlaceholder(label) ? 'placeholder-not-allowed' : null;
}

function addressProblem(address: string): ButtonProblem['code'] | null {
  if (address === '') return 'required';
  if (charactersIn(address) > LONGEST_URL) return 'url-too-long';
  if (hasPlaceholder(address)) return 'placeholder-not-allowed';
  return opens(address) ? null : 'bad-url';
}

const hasPlaceholder = (text: string): boolean =>
  namesIn(text).some((name) => PLACEHOLDERS.some((known) => known.name === name));

/** Whether Telegram takes the address for a button: it refuses names without a dot, which only one's own network knows. */
export function opens(address: string): boolean {
  if (!isLink(address) || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'tg:' || hostname.startsWith('[')) return true;
  return hostname.replace(/^\.+|\.+$/g, '').includes('.');
}

/** Whether Telegram could fetch a file there. */
export const isWebAddress = (address: string): boolean => opens(address) && !/^tg:/i.test(address);
