import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import LabelIcon from '@mui/icons-material/LabelOutlined';
import { ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useMenu } from '@/components/menu';
import { ExportMenu } from '@/components/ExportMenu';
import { ActionButton } from '@/components/ActionButton';
import type { ListState } from '@/components/table/list-state';
import { useCarry } from './use-carry';

/** The actions on all clients that match the filters. */
export function ListActions({ list, onTag }: { list: ListState; onTag: () => void }) {
  const { t } = useTranslation();
  const carry = useCarry(list.filters);
  const { open, choose, menu } = useMenu();
  return (
    <>
      <ExportMenu address="/users/export" query={list.filterQuery()} name={t('users.title')} />
      <ActionButton
        need="marketing"
        variant="contained"
        endIcon={<ExpandMoreIcon />}
        aria-haspopup="menu"
        act={open}
      >
        {t('users.actions.button')}
      </ActionButton>
      <Menu {...menu}>
        <MenuItem onClick={choose(onTag)}>
          <ListItemIcon>
            <LabelIcon />
          </ListItemIcon>
          {t('users.actions.tagAll')}
        </MenuItem>
        <MenuItem onClick={choose(() => carry('segment'))}>
          <ListItemIcon>
            <GroupsIcon />
          </ListItemIcon>
          {t('users.actions.segment')}
        </MenuItem>
        <MenuItem onClick={choose(() => carry('broadcast'))}>
          <ListItemIcon>
            <CampaignIcon />
          </ListItemIcon>
          {t('users.actions.broadcast')}
        </MenuItem>
      </Menu>
    </>
  );
}
