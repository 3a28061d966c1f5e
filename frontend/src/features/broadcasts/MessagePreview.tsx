import OpenInNewIcon from '@mui/icons-material/OpenInNew';
import { Box, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { SampleButton } from '@/api/schema';
import { TelegramHtml, visibleText } from '@/components/message/TelegramHtml';
import { PreviewMedia, type ShownMedia } from '@/features/media/PreviewMedia';
import { TELEGRAM_BUBBLE, TELEGRAM_BUTTON, TELEGRAM_WALL } from './telegram-colors';

/** The unsubscribe button of the bot; clients read Russian, whatever the language of the panel. */
const UNSUBSCRIBE: SampleButton[] = [{ text: 'Не присылать рассылки' }];

interface Props {
  /** Telegram's HTML; null for a copied message, whose text only Telegram has. */
  html: string | null;
  media: ShownMedia | null;
  /** Rows of buttons; a button with an address opens it. */
  buttons: SampleButton[][];
  hasUnsubscribe: boolean;
}

/** A message as it looks in Telegram. */
export function MessagePreview({ html, media, buttons, hasUnsubscribe }: Props) {
  const { t } = useTranslation();
  const isEmpty = html !== null && visibleText(html).trim() === '';
  const rows = hasUnsubscribe ? [...buttons, UNSUBSCRIBE] : buttons;
  return (
    <Box sx={[{ p: { xs: 1.5, sm: 2 }, borderRadius: 2, fontSize: 15, lineHeight: 1.4 }, TELEGRAM_WALL]}>
      <Box sx={{ maxWidth: 420, width: 'fit-content', minWidth: 'min(240px, 100%)' }}>
        <Box sx={[{ borderRadius: '12px 12px 12px 4px', overflow: 'hidden', boxShadow: 1 }, TELEGRAM_BUBBLE]}>
          {media && <PreviewMedia {...media} />}
          {(!isEmpty || !media) && (
            <Box sx={{ px: 1.5, py: 1, overflowWrap: 'anywhere' }}>
              {html === null ? (
                <em>{t('broadcasts.preview.copied')}</em>
              ) : isEmpty ? (
                <em>{t('broadcasts.preview.empty')}</em>
              ) : (
                <TelegramHtml html={html} />
              )}
            </Box>
          )}
        </Box>
        <Stack spacing={0.5} sx={{ mt: 0.5 }}>
          {rows.map((row, at) => (
            <Stack key={at} direction="row" spacing={0.5}>
              {row.map((button, place) => (
                <PreviewButton key={place} {...button} />
              ))}
            </Stack>
          ))}
        </Stack>
      </Box>
    </Box>
  );
}

function PreviewButton({ text, url }: SampleButton) {
  const { t } = useTranslation();
  const look = { position: 'relative', flex: 1, minWidth: 0, px: 1.5, py: 0.75, borderRadius: 1.5 } as const;
  return (
    <Box title={url} sx={[look, { textAlign: 'center' }, TELEGRAM_BUTTON]}>
      <Typography component="span" noWrap sx={{ display: 'block', fontSize: 14, fontWeight: 500 }}>
        {text.trim() === '' ? t('broadcasts.buttons.unnamed') : text}
      </Typography>
      {url !== undefined && <OpenInNewIcon sx={{ position: 'absolute', top: 2, right: 2, fontSize: 12 }} />}
    </Box>
  );
}
