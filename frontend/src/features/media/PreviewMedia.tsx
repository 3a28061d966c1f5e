import FileIcon from '@mui/icons-material/InsertDriveFileOutlined';
import ImageIcon from '@mui/icons-material/ImageOutlined';
import MovieIcon from '@mui/icons-material/MovieOutlined';
import { Box, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { MediaType } from '@/api/schema';
import type { MediaContent } from './content';

/** The file of a message in a preview. */
export interface ShownMedia {
  type: Exclude<MediaType, 'none'>;
  /** The content; undefined for files that only Telegram has. */
  content: MediaContent | undefined;
  /** Its name or address. */
  name: string;
}

/** The file above a message's text: the picture, or an icon with the name. */
export function PreviewMedia({ type, content, name }: ShownMedia) {
  const { t } = useTranslation();
  const look = { display: 'block', width: '100%', maxHeight: 320, objectFit: 'cover' } as const;
  if (content?.contentType.startsWith('image/') && type !== 'document')
    return <Box component="img" src={content.address} alt={t(`broadcasts.media.kind.${type}`)} sx={look} />;
  if (content?.contentType.startsWith('video/') && type !== 'document')
    return (
      <Box
        component="video"
        src={content.address}
        aria-label={t(`broadcasts.media.kind.${type}`)}
        controls
        muted
        sx={look}
      />
    );
  const Icon = type === 'photo' ? ImageIcon : type === 'document' ? FileIcon : MovieIcon;
  return (
    <Stack
      direction="row"
      spacing={1}
      sx={{ p: 1.5, alignItems: 'center', bgcolor: type === 'document' ? 'transparent' : 'action.hover' }}
    >
      <Icon />
      <Typography component="span" sx={{ fontSize: 14, overflowWrap: 'anywhere' }}>
        {name === '' ? t(`broadcasts.media.kind.${type}`) : name}
      </Typography>
    </Stack>
  );
}
