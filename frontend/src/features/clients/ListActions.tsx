import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import LabelIcon from '@mui/icons-material/LabelOutlined';
import { Button, ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportMenu } from '@/components/ExportMenu';
import { Guarded } from '@/components/Guarded';
import type { ListState } from '@/components/table/list-state';
import { useCarry } from './use-carry';

/** What can be done with all clients whom the filters mean. */
export function ListActions({ list, onTag }: { list: ListState; onTag: () => void }) {
  const { t } = useTranslation();
  const carry = useCarry(list.filters);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (act: () => void) => () => {
    setAnchor(null);
    act();
  };
  return (
    <>
      <ExportMenu address="/users/export" query={list.filterQuery()} name={t('users.title')} />
      <Guarded need="marketing">
        {(disabled) => (
          <Button
            variant="contained"
            endIcon={<ExpandMoreIcon />}
            disabled={disabled}
            aria-haspopup="menu"
            onClick={(event) => setAnchor(event.currentTarget)}
          >
            {t('users.actions.button')}
          </Button>
        )}
      </Guarded>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose(onTag)}>
          <ListItemIcon>
            <LabelIcon />
          </ListItemIcon>
          {t('users.actions.tagAll')}
        </MenuItem>
        <MenuItem onClick={choose(() => void carry('segment'))}>
          <ListItemIcon>
            <GroupsIcon />
          </ListItemIcon>
          {t('users.actions.segment')}
        </MenuItem>
        <MenuItem onClick={choose(() => void carry('broadcast'))}>
          <ListItemIcon>
            <CampaignIcon />
          </ListItemIcon>
          {t('users.actions.broadcast')}
        </MenuItem>
      </Menu>
    </>
  );
}
