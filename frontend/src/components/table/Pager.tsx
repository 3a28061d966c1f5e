import ChevronLeftIcon from '@mui/icons-material/ChevronLeft';
import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import { IconButton, MenuItem, Select, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/components/format';
import { PAGE_SIZES, type ListState } from './list-state';

interface Props {
  list: Pick<ListState, 'page' | 'perPage' | 'setPage' | 'setPerPage'>;
  total: number;
  /** False when the total is a cached count. */
  isExact: boolean;
}

/** The range of rows, the total, and buttons to turn pages. */
export function Pager({ list, total, isExact }: Props) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const from = Math.min((list.page - 1) * list.perPage + 1, total);
  const to = Math.min(list.page * list.perPage, total);
  const values = { from: number(from), to: number(to), total: number(total) };
  return (
    <Stack
      direction="row"
      spacing={1}
      sx={{ alignItems: 'center', justifyContent: 'flex-end', py: 1, px: 1 }}
    >
      <Select
        size="small"
        variant="standard"
        disableUnderline
        value={list.perPage}
        onChange={(event) => list.setPerPage(event.target.value)}
        inputProps={{ 'aria-label': t('common.table.rows') }}
        sx={{ display: { xs: 'none', sm: 'inline-flex' } }}
      >
        {[...new Set([...PAGE_SIZES, list.perPage])].map((size) => (
          <MenuItem key={size} value={size}>
            {size}
          </MenuItem>
        ))}
      </Select>
      <Typography variant="body2" aria-live="polite">
        {isExact ? t('common.table.range', values) : t('common.table.rangeAbout', values)}
      </Typography>
      <IconButton
        aria-label={t('common.table.previous')}
        disabled={list.page <= 1}
        onClick={() => list.setPage(list.page - 1)}
      >
        <ChevronLeftIcon />
      </IconButton>
      <IconButton
        aria-label={t('common.table.next')}
        disabled={to >= total}
        onClick={() => list.setPage(list.page + 1)}
      >
        <ChevronRightIcon />
      </IconButton>
    </Stack>
  );
}
