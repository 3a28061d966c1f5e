import { escapeHtml } from '@/components/message/fill';

/** The text and the selection of a text field. */
export interface Edited {
  text: string;
  start: number;
  end: number;
}

/** Puts a tag around the selection, or removes it where it is there already. */
export function toggleTag(edited: Edited, tag: string): Edited {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  const { text, start, end } = edited;
  const isWrapped = text.slice(0, start).endsWith(open) && text.slice(end).startsWith(close);
  if (!isWrapped) return wrap(edited, open, close);
  return {
    text: text.slice(0, start - open.length) + text.slice(start, end) + text.slice(end + close.length),
    start: start - open.length,
    end: end - open.length,
  };
}

/** Makes the selection a link; without a selection the address becomes the text. */
export function makeLink(edited: Edited, address: string): Edited {
  const words = edited.start === edited.end ? insert(edited, escapeHtml(address), true) : edited;
  return wrap(words, `<a href="${escapeHtml(address)}">`, '</a>');
}

/** Replaces the selection by a text. */
export function insert({ text, start, end }: Edited, added: string, selects = false): Edited {
  const after = start + added.length;
  return { text: text.slice(0, start) + added + text.slice(end), start: selects ? start : after, end: after };
}

function wrap({ text, start, end }: Edited, open: string, close: string): Edited {
  return {
    text: text.slice(0, start) + open + text.slice(start, end) + close + text.slice(end),
    start: start + open.length,
    end: end + open.length,
  };
}

/** Whether a link in a message can lead there: an address of the web, or Telegram's own. */
export const isLink = (address: string): boolean => /^(https?|tg):\/\/\S+$/i.test(address);
