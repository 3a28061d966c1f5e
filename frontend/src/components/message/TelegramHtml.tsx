import { Box, type Theme } from '@mui/material';
import { createElement, Fragment, useMemo, type ReactNode } from 'react';

/** Telegram's tags, as the browser draws them. */
const TAGS: Readonly<Record<string, string>> = {
  b: 'b',
  strong: 'b',
  i: 'i',
  em: 'i',
  u: 'u',
  ins: 'u',
  s: 's',
  strike: 's',
  del: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const LOOK = {
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  '& code, & pre': { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', whiteSpace: 'pre-wrap' },
  '& pre': { m: 0, my: 0.5, p: 1, borderRadius: 1, bgcolor: 'action.hover', fontSize: 13 },
  '& blockquote': {
    m: 0,
    my: 0.5,
    px: 1,
    borderLeft: '3px solid #3390ec',
    borderRadius: 0.75,
    bgcolor: 'rgba(51,144,236,.1)',
  },
  '& .spoiler': {
    borderRadius: 0.5,
    background: 'repeating-linear-gradient(135deg, rgba(128,128,128,.35) 0 2px, transparent 2px 5px)',
  },
} as const;
const LINK = (theme: Theme) => ({
  '& a': { color: '#1a6fb5', ...theme.applyStyles('dark', { color: '#7cc0ff' }) },
});

/** A text in Telegram's HTML. Only these tags reach the page, and of their attributes only the address of a link. */
export function TelegramHtml({ html }: { html: string }) {
  const nodes = useMemo(() => parse(html).childNodes, [html]);
  return (
    <Box component="span" sx={[LOOK, LINK]}>
      {drawn(nodes)}
    </Box>
  );
}

/** The text that a reader sees of Telegram's HTML. */
export const visibleText = (html: string): string => parse(html).textContent;

function parse(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, 'text/html').body;
}

function drawn(nodes: Iterable<Node>): ReactNode[] {
  return [...nodes].map((node, key) => {
    if (!(node instanceof Element)) return <Fragment key={key}>{node.textContent}</Fragment>;
    const name = node.tagName.toLowerCase();
    const tag = TAGS[name];
    const inner = drawn(node.childNodes);
    if (tag !== undefined) return createElement(tag, { key }, ...inner);
    const href = node.getAttribute('href') ?? '';
    if (name === 'a' && /^(https?|tg):/i.test(href))
      return (
        <a key={key} href={href} target="_blank" rel="noreferrer">
          {inner}
        </a>
      );
    if (name === 'tg-spoiler')
      return (
        <span key={key} className="spoiler">
          {inner}
        </span>
      );
    return <Fragment key={key}>{inner}</Fragment>;
  });
}
