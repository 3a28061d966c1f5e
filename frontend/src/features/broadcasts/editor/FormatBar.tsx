import BoldIcon from '@mui/icons-material/FormatBold';
import CodeIcon from '@mui/icons-material/Code';
import ItalicIcon from '@mui/icons-material/FormatItalic';
import LinkIcon from '@mui/icons-material/Link';
import QuoteIcon from '@mui/icons-material/FormatQuote';
import SpoilerIcon from '@mui/icons-material/BlurOn';
import StrikeIcon from '@mui/icons-material/StrikethroughS';
import UnderlineIcon from '@mui/icons-material/FormatUnderlined';
import { Chip, IconButton, Stack, Tooltip } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { insert, makeLink, toggleTag, type Edited } from './formatting';
import { LinkDialog } from './LinkDialog';

const MARKS = [
  { tag: 'b', icon: BoldIcon },
  { tag: 'i', icon: ItalicIcon },
  { tag: 'u', icon: UnderlineIcon },
  { tag: 's', icon: StrikeIcon },
  { tag: 'tg-spoiler', icon: SpoilerIcon },
  { tag: 'blockquote', icon: QuoteIcon },
  { tag: 'code', icon: CodeIcon },
] as const;

/** Placeholders about the recipient, and those about the recipient's own code. */
const NAMES = ['first_name', 'display_name'] as const;
const CODE_NAMES = ['code', 'value', 'last_day', 'min_order', 'uses_left'] as const;

interface Props {
  /** Changes the text and the selection. */
  edit: (change: (edited: Edited) => Edited) => void;
  /** Whether every recipient gets a code. */
  hasCode: boolean;
}

/** Formats the selection and inserts placeholders. */
export function FormatBar({ edit, hasCode }: Props) {
  const { t } = useTranslation();
  const [asksForLink, setAsksForLink] = useState(false);
  return (
    <Stack spacing={0.5} sx={{ mb: 1 }}>
      <Stack
        direction="row"
        useFlexGap
        role="toolbar"
        aria-label={t('broadcasts.format.title')}
        sx={{ flexWrap: 'wrap' }}
      >
        {MARKS.map(({ tag, icon: Icon }) => (
          <Tooltip key={tag} title={t(`broadcasts.format.${tag}`)}>
            <IconButton
              aria-label={t(`broadcasts.format.${tag}`)}
              onClick={() => edit((edited) => toggleTag(edited, tag))}
            >
              <Icon />
            </IconButton>
          </Tooltip>
        ))}
        <Tooltip title={t('broadcasts.format.a')}>
          <IconButton aria-label={t('broadcasts.format.a')} onClick={() => setAsksForLink(true)}>
            <LinkIcon />
          </IconButton>
        </Tooltip>
      </Stack>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        {[...NAMES, ...(hasCode ? CODE_NAMES : [])].map((name) => (
          <Chip
            key={name}
            label={t(`broadcasts.placeholder.${name}`)}
            variant="outlined"
            onClick={() => edit((edited) => insert(edited, `{${name}}`))}
            sx={{ height: { xs: 40, sm: 32 }, borderRadius: 5 }}
          />
        ))}
      </Stack>
      <LinkDialog
        isOpen={asksForLink}
        onClose={(address) => {
          setAsksForLink(false);
          if (address !== null) edit((edited) => makeLink(edited, address));
        }}
      />
    </Stack>
  );
}
