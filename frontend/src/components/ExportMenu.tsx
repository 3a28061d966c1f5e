import FileDownloadIcon from '@mui/icons-material/FileDownload';
import { Menu, MenuItem } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMenu } from './menu';
import { download } from '@/api/download';
import { ActionButton } from './ActionButton';
import { useNotices } from './feedback/notices';

interface Props {
  /** The export's address below the API's, such as `/users/export`. */
  address: string;
  /** The filters of the list. */
  query?: object;
  /** The file's name without its ending. */
  name: string;
}

/** Saves a whole list as a file. For admins who may change things. */
export function ExportMenu({ address, query, name }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { open, choose, menu } = useMenu();
  const { mutate, isPending } = useMutation({
    mutationFn: (format: 'csv' | 'xlsx') => download(address, { ...query, format }, `${name}.${format}`),
    onSuccess: () => notices.done(t('common.export.done')),
    onError: notices.failed,
  });
  return (
    <>
      <ActionButton
        need="marketing"
        variant="outlined"
        startIcon={<FileDownloadIcon />}
        loading={isPending}
        aria-haspopup="menu"
        act={open}
      >
        {isPending ? t('common.export.preparing') : t('common.export.button')}
      </ActionButton>
      <Menu {...menu}>
        <MenuItem onClick={choose(() => mutate('xlsx'))}>{t('common.export.xlsx')}</MenuItem>
        <MenuItem onClick={choose(() => mutate('csv'))}>{t('common.export.csv')}</MenuItem>
      </Menu>
    </>
  );
}
