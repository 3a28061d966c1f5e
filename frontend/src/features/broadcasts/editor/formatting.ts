import { escapeHtml } from '@/components/message/fill';

/** A text and what is selected in it, as a text field has them. */
export interface Edited {
  text: string;
  start: number;
  end: number;
}

/** Puts a tag around what is selected; takes it away where it already stands around it. */
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

/** Makes a link of what is selected; without a selection the address itself becomes its words. */
export function makeLink(edited: Edited, address: string): Edited {
  const words = edited.start === edited.end ? insert(edited, escapeHtml(address), true) : edited;
  return wrap(words, `<a href="${escapeHtml(address)}">`, '</a>');
}

/** Puts a text in the place of what is selected. */
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
