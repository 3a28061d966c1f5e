import FileDownloadIcon from '@mui/icons-material/FileDownload';
import { Button, Menu, MenuItem } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download';
import { Guarded } from './Guarded';
import { useNotices } from './feedback/notices';

interface Props {
  /** The export's address below the API's, such as `/users/export`. */
  address: string;
  /** The filters of the list. */
  query?: object;
  /** The file's name without its ending. */
  name: string;
}

/** Saves a whole list as a file. Readers may not. */
export function ExportMenu({ address, query, name }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: (format: 'csv' | 'xlsx') => download(address, { ...query, format }, `${name}.${format}`),
    onSuccess: () => notices.done(t('common.export.done')),
    onError: notices.failed,
  });
  const choose = (format: 'csv' | 'xlsx') => () => {
    setAnchor(null);
    mutate(format);
  };
  return (
    <>
      <Guarded need="marketing">
        {(disabled) => (
          <Button
            variant="outlined"
            startIcon={<FileDownloadIcon />}
            disabled={disabled}
            loading={isPending}
            loadingPosition="start"
            aria-haspopup="menu"
            onClick={(event) => setAnchor(event.currentTarget)}
          >
            {isPending ? t('common.export.preparing') : t('common.export.button')}
          </Button>
        )}
      </Guarded>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose('xlsx')}>{t('common.export.xlsx')}</MenuItem>
        <MenuItem onClick={choose('csv')}>{t('common.export.csv')}</MenuItem>
      </Menu>
    </>
  );
}
