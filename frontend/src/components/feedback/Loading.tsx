import { Box, CircularProgress } from '@mui/material';
import { useTranslation } from 'react-i18next';

/** A placeholder for content that is loading. */
export function Loading({ minHeight = 240 }: { minHeight?: number | string }) {
  const { t } = useTranslation();
  return (
    <Box
      role="status"
      aria-label={t('common.loading')}
      sx={{ minHeight, display: 'grid', placeItems: 'center' }}
    >
      <CircularProgress aria-hidden />
    </Box>
  );
}
