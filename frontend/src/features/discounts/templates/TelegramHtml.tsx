import { Box } from '@mui/material';
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

/** A text in Telegram's HTML, drawn without trusting it: nothing but these few tags gets onto the page. */
export function TelegramHtml({ html }: { html: string }) {
  const nodes = useMemo(() => new DOMParser().parseFromString(html, 'text/html').body.childNodes, [html]);
  return (
    <Box
      component="span"
      sx={{
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        '& blockquote': { m: 0, pl: 1, borderLeft: 3, borderColor: 'primary.main' },
        '& pre': { m: 0, whiteSpace: 'pre-wrap' },
      }}
    >
      {drawn(nodes)}
    </Box>
  );
}

function drawn(nodes: Iterable<Node>): ReactNode[] {
  return [...nodes].map((node, index) => {
    if (!(node instanceof Element)) return <Fragment key={index}>{node.textContent}</Fragment>;
    const name = node.tagName.toLowerCase();
    const tag = TAGS[name];
    const inner = drawn(node.childNodes);
    if (tag !== undefined) return createElement(tag, { key: index }, ...inner);
    // A link of the example leads nowhere: a press must not lose what is typed.
    if (name === 'a')
      return (
        <Box key={index} component="span" sx={{ color: 'primary.main', textDecoration: 'underline' }}>
          {inner}
        </Box>
      );
    if (name === 'tg-spoiler')
      return (
        <Box key={index} component="span" sx={{ bgcolor: 'action.selected', borderRadius: 0.5 }}>
          {inner}
        </Box>
      );
    return <Fragment key={index}>{inner}</Fragment>;
  });
}
