import { Box } from '@mui/material';
import { Fragment, type ReactNode } from 'react';
import { TELEGRAM_LINK } from './colors';
import type { Piece, Tag } from './telegram-html';

/** A message's text as Telegram shows it. Made of elements, so that nothing in it can do anything here. */
export function TelegramText({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, at) =>
    typeof piece === 'string' ? (
      <Fragment key={at}>{piece}</Fragment>
    ) : (
      <Tagged key={at} tag={piece.tag} href={piece.href}>
        <TelegramText pieces={piece.children} />
      </Tagged>
    ),
  );
}

function Tagged({ tag, href, children }: { tag: Tag; href: string | undefined; children: ReactNode }) {
  switch (tag) {
    case 'b':
    case 'strong':
      return <strong>{children}</strong>;
    case 'i':
    case 'em':
      return <em>{children}</em>;
    case 'u':
    case 'ins':
      return <u>{children}</u>;
    case 's':
    case 'strike':
    case 'del':
      return <s>{children}</s>;
    case 'code':
      return <Mono as="code">{children}</Mono>;
    case 'pre':
      return (
        <Box
          component="pre"
          sx={{ m: 0, my: 0.5, p: 1, borderRadius: 1, bgcolor: 'action.hover', fontSize: 13 }}
        >
          <Mono as="span">{children}</Mono>
        </Box>
      );
    case 'a':
      return (
        <Box
          component="a"
          href={href}
          target="_blank"
          rel="noreferrer"
          sx={[{ textDecoration: 'underline', overflowWrap: 'anywhere' }, TELEGRAM_LINK]}
        >
          {children}
        </Box>
      );
    case 'tg-spoiler':
      return (
        <Box
          component="span"
          sx={{
            borderRadius: 0.5,
            background: 'repeating-linear-gradient(135deg, rgba(128,128,128,.35) 0 2px, transparent 2px 5px)',
          }}
        >
          {children}
        </Box>
      );
    case 'blockquote':
      return (
        <Box
          component="blockquote"
          sx={{
            m: 0,
            my: 0.5,
            px: 1,
            py: 0.25,
            borderLeft: '3px solid #3390ec',
            borderRadius: 0.75,
            bgcolor: 'rgba(51,144,236,.1)',
          }}
        >
          {children}
        </Box>
      );
  }
}

function Mono({ as, children }: { as: 'code' | 'span'; children: ReactNode }) {
  return (
    <Box
      component={as}
      sx={{ fontFamily: 'ui-monospace, Menlo, Consolas, monospace', whiteSpace: 'pre-wrap' }}
    >
      {children}
    </Box>
  );
}
