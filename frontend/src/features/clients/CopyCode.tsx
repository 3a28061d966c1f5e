import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import { IconButton, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useNotices } from '@/components/feedback/notices';

/** A code, with a button that copies it; a masked one is only shown. */
export function CopyCode({ code, variant = 'h6' }: { code: string; variant?: 'h4' | 'h6' }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      notices.done(t('common.copied'));
    } catch (failure) {
      notices.failed(failure);
    }
  };
  return (
    <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
      <Typography variant={variant} component="span" sx={{ fontFamily: 'monospace', letterSpacing: 1 }}>
        {code}
      </Typography>
      {!code.includes('•') && (
        <IconButton aria-label={t('users.codes.copy', { code })} onClick={() => void copy()}>
          <ContentCopyIcon fontSize="small" />
        </IconButton>
      )}
    </Stack>
  );
}
