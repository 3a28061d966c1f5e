import BookmarkIcon from '@mui/icons-material/BookmarkBorder';
import { Button, Divider, Menu, MenuItem, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMenu } from '@/components/menu';
import { useStored } from '@/components/stored';
import type { ListState } from '@/components/table/list-state';
import { ManageViews } from './ManageViews';
import { SaveView } from './SaveView';
import { changesTo, viewOf, type View } from './views';

const NO_VIEWS: View[] = [];

/** Filters that the browser keeps by name. */
export function SavedViews({ list }: { list: ListState }) {
  const { t } = useTranslation();
  const [views, setViews] = useStored<View[]>('users.views', NO_VIEWS);
  const { open, close, menu } = useMenu();
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const current = viewOf(views, list);
  const isFiltered = Object.keys(list.filters).length > 0;
  const closeDialog = () => setDialog(null);
  const openDialog = (which: 'save' | 'manage') => () => {
    close();
    setDialog(which);
  };
  return (
    <>
      <Button
        startIcon={<BookmarkIcon />}
        aria-haspopup="menu"
        onClick={open}
        sx={{ height: 40, maxWidth: 200 }}
      >
        <Typography component="span" noWrap sx={{ font: 'inherit' }}>
          {current?.name ?? t('users.views.button')}
        </Typography>
      </Button>
      <Menu {...menu}>
        {views.map((view) => (
          <MenuItem
            key={view.name}
            selected={view === current}
            onClick={() => {
              list.setFilters(changesTo(view, list.filters));
              close();
            }}
          >
            {view.name}
          </MenuItem>
        ))}
        {views.length === 0 && (
          <MenuItem disabled sx={{ whiteSpace: 'normal', maxWidth: 300 }}>
            {t('users.views.none')}
          </MenuItem>
        )}
        <Divider />
        <MenuItem disabled={!isFiltered || current !== undefined} onClick={openDialog('save')}>
          {t('users.views.save')}
        </MenuItem>
        {views.length > 0 && <MenuItem onClick={openDialog('manage')}>{t('users.views.manage')}</MenuItem>}
      </Menu>
      {dialog === 'save' && <SaveView views={views} list={list} onSave={setViews} onClose={closeDialog} />}
      {dialog === 'manage' && <ManageViews views={views} onChange={setViews} onClose={closeDialog} />}
    </>
  );
}
