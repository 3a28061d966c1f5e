import FilterListIcon from '@mui/icons-material/FilterList';
import { Badge, Box, Button, Drawer, Stack, Typography, useMediaQuery } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ListContext } from './list-context';
import type { ListState } from './list-state';

interface Props {
  list: ListState;
  /** Always visible, usually the search. */
  first?: ReactNode;
  /** The other filters: in a row on a wide screen, behind a button on a phone. */
  children?: ReactNode;
}

/** The filters of a list. Each sets its name in the address by itself. */
export function FilterBar({ list, first, children }: Props) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery((theme) => theme.breakpoints.down('md'));
  const [isOpen, setOpen] = useState(false);
  const count = Object.keys(list.filters).length;
  const clear = count > 0 && (
    <Button size="small" onClick={list.clear}>
      {t('common.table.clear')}
    </Button>
  );
  return (
    <ListContext value={list.filtering}>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        {first}
        {!isNarrow && children}
        {isNarrow && children && (
          <Badge badgeContent={count} color="primary">
            <Button
              startIcon={<FilterListIcon />}
              variant="outlined"
              onClick={() => setOpen(true)}
              sx={{ height: 40 }}
            >
              {t('common.table.filters')}
            </Button>
          </Badge>
        )}
        {clear}
      </Stack>
      {isNarrow && children && (
        <Drawer
          anchor="bottom"
          open={isOpen}
          onClose={() => setOpen(false)}
          slotProps={{
            paper: {
              'aria-label': t('common.table.filters'),
              sx: { borderRadius: '16px 16px 0 0', maxHeight: '85dvh' },
            },
          }}
        >
          <Box sx={{ p: 2 }}>
            <Stack direction="row" sx={{ mb: 2, justifyContent: 'space-between', alignItems: 'center' }}>
              <Typography variant="h6" component="h2">
                {t('common.table.filters')}
              </Typography>
              {clear}
            </Stack>
            <Stack spacing={2} sx={{ '& > *': { width: '100%' } }}>
              {children}
            </Stack>
            <Button fullWidth variant="contained" sx={{ mt: 2 }} onClick={() => setOpen(false)}>
              {t('common.table.apply')}
            </Button>
          </Box>
        </Drawer>
      )}
    </ListContext>
  );
}
