import ViewColumnIcon from '@mui/icons-material/ViewColumn';
import { Checkbox, IconButton, ListItemText, Menu, MenuItem, Tooltip } from '@mui/material';
import { useMenu } from '@/components/menu';
import { useTranslation } from 'react-i18next';

interface Props {
  columns: readonly { field: string; headerName?: string; hideable?: boolean }[];
  /** False for a hidden column. */
  visibility: Readonly<Record<string, boolean>>;
  onChange: (visibility: Record<string, boolean>) => void;
}

/** Chooses the columns of the grid. */
export function ColumnsMenu({ columns, visibility, onChange }: Props) {
  const { t } = useTranslation();
  const { open, menu } = useMenu();
  return (
    <>
      <Tooltip title={t('common.table.columns')}>
        <IconButton aria-label={t('common.table.columns')} aria-haspopup="menu" onClick={open}>
          <ViewColumnIcon />
        </IconButton>
      </Tooltip>
      <Menu {...menu}>
        {columns
          .filter(({ hideable }) => hideable !== false)
          .map(({ field, headerName }) => {
            const isShown = visibility[field] !== false;
            return (
              <MenuItem
                key={field}
                dense
                role="menuitemcheckbox"
                aria-checked={isShown}
                onClick={() => onChange({ ...visibility, [field]: !isShown })}
              >
                <Checkbox
                  size="small"
                  edge="start"
                  checked={isShown}
                  tabIndex={-1}
                  disableRipple
                  aria-hidden
                />
                <ListItemText>{headerName ?? field}</ListItemText>
              </MenuItem>
            );
          })}
      </Menu>
    </>
  );
}
