import CopyIcon from '@mui/icons-material/ContentCopy';
import { IconButton, Tooltip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useNotices } from '@/components/feedback/notices';

/** A button that copies a code; nothing for a code that is masked. */
export function CopyCode({ code }: { code: string }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const copy = async () => {
    try {
      // `clipboard` is missing where the panel is opened without https.
      await navigator.clipboard.writeText(code);
      notices.done(t('common.copied'));
    } catch (failure) {
      notices.failed(failure);
    }
  };
  if (code.includes('•')) return null;
  return (
    <Tooltip title={t('discounts.copyCode', { code })}>
      <IconButton aria-label={t('discounts.copyCode', { code })} onClick={() => void copy()}>
        <CopyIcon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}
