import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import { IconButton, Tooltip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useNotices } from '@/components/feedback/notices';

/** Copies a code; there is nothing to copy of one that is masked. */
export function CopyCode({ code }: { code: string }) {
  const { t } = useTranslation();
  const notices = useNotices();
  if (code.includes('•')) return null;
  return (
    <Tooltip title={t('discounts.copyCode')}>
      <IconButton
        aria-label={t('discounts.copyCode')}
        onClick={() =>
          void navigator.clipboard
            .writeText(code)
            .then(() => notices.done(t('common.copied')), notices.failed)
        }
      >
        <CopyIcon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}
