import SwapVertIcon from '@mui/icons-material/SwapVert';
import { IconButton, Menu, MenuItem } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useMenu } from '@/components/menu';
import type { ListState } from './list-state';

interface Props {
  columns: readonly { field: string; headerName?: string; sortable?: boolean }[];
  list: ListState;
}

/** Chooses the order of a list on a phone, which has no column headings. */
export function SortMenu({ columns, list }: Props) {
  const { t } = useTranslation();
  const { open, close, menu } = useMenu();
  const sortable = columns.filter((column) => column.sortable);
  if (sortable.length === 0) return null;
  return (
    <>
      <IconButton aria-label={t('common.table.sort')} aria-haspopup="menu" onClick={open}>
        <SwapVertIcon />
      </IconButton>
      <Menu {...menu}>
        {sortable.flatMap(({ field, headerName }) =>
          (['descending', 'ascending'] as const).map((direction) => {
            const sort = `${direction === 'descending' ? '-' : ''}${field}`;
            return (
              <MenuItem
                key={sort}
                dense
                selected={sort === list.sort}
                onClick={() => {
                  list.setSort(sort);
                  close();
                }}
              >
                {headerName ?? field}, {t(`common.table.${direction}`)}
              </MenuItem>
            );
          }),
        )}
      </Menu>
    </>
  );
}
