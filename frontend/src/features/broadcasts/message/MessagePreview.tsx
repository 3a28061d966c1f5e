import OpenInNewIcon from '@mui/icons-material/NorthEast';
import { Box, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { SampleButton } from '@/api/schema';
import { TELEGRAM_BUBBLE, TELEGRAM_BUTTON, TELEGRAM_WALL } from './colors';
import { PreviewMedia, type ShownMedia } from '@/features/media/PreviewMedia';
import type { Piece } from './telegram-html';
import { TelegramText } from './TelegramText';

interface Props {
  /** Null for a copied message, whose words only Telegram has. */
  pieces: readonly Piece[] | null;
  media: ShownMedia | null;
  /** Those with an address open it; the others the bot answers. */
  buttons: readonly (readonly SampleButton[])[];
}

/** A message as it looks in Telegram. */
export function MessagePreview({ pieces, media, buttons }: Props) {
  const { t } = useTranslation();
  const isEmpty = pieces?.every((piece) => typeof piece === 'string' && piece.trim() === '') ?? false;
  return (
    <Box sx={[{ p: { xs: 1.5, sm: 2 }, borderRadius: 2, fontSize: 15, lineHeight: 1.4 }, TELEGRAM_WALL]}>
      <Box sx={{ maxWidth: 420, width: 'fit-content', minWidth: 'min(240px, 100%)' }}>
        <Box sx={[{ borderRadius: '12px 12px 12px 4px', overflow: 'hidden', boxShadow: 1 }, TELEGRAM_BUBBLE]}>
          {media && <PreviewMedia {...media} />}
          {(!isEmpty || !media) && (
            <Box sx={{ px: 1.5, py: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {pieces === null ? (
                <em>{t('broadcasts.preview.copied')}</em>
              ) : isEmpty ? (
                <em>{t('broadcasts.preview.empty')}</em>
              ) : (
                <TelegramText pieces={pieces} />
              )}
            </Box>
          )}
        </Box>
        <Stack spacing={0.5} sx={{ mt: 0.5 }}>
          {buttons.map((row, at) => (
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
  return (
    <Box
      title={url}
      sx={[
        {
          position: 'relative',
          flex: 1,
          minWidth: 0,
          px: 1.5,
          py: 0.75,
          borderRadius: 1.5,
          textAlign: 'center',
        },
        TELEGRAM_BUTTON,
      ]}
    >
      <Typography component="span" noWrap sx={{ display: 'block', fontSize: 14, fontWeight: 500 }}>
        {text.trim() === '' ? t('broadcasts.buttons.unnamed') : text}
      </Typography>
      {url !== undefined && <OpenInNewIcon sx={{ position: 'absolute', top: 2, right: 2, fontSize: 12 }} />}
    </Box>
  );
}
