import AddIcon from '@mui/icons-material/Add';
import PlaylistAddIcon from '@mui/icons-material/PlaylistAdd';
import { Button, ListSubheader, Menu, MenuItem, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useMenu } from '@/components/menu';
import { useBuilder } from './builder';
import { fieldGroupNames, fieldGroups } from './fields';
import { group, newCondition, type FilterDraft } from './tree';

/** Buttons that add a condition or a group. */
export function AddPart({ onAdd }: { onAdd: (part: FilterDraft) => void }) {
  const { t } = useTranslation();
  const { isDisabled } = useBuilder();
  const { open, close, menu } = useMenu();
  if (isDisabled) return null;
  return (
    <>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          startIcon={<AddIcon />}
          aria-haspopup="menu"
          aria-label={t('segments.builder.addConditionLong')}
          onClick={open}
          sx={{ minHeight: 40 }}
        >
          {t('segments.builder.addCondition')}
        </Button>
        <Button
          startIcon={<PlaylistAddIcon />}
          aria-label={t('segments.builder.addGroupLong')}
          onClick={() => onAdd(group('any', []))}
          sx={{ minHeight: 40 }}
        >
          {t('segments.builder.addGroup')}
        </Button>
      </Stack>
      <Menu {...menu}>
        {fieldGroupNames.flatMap((name) => [
          <ListSubheader key={name} role="presentation">
            {t(`segments.groups.${name}`)}
          </ListSubheader>,
          ...fieldGroups[name].map((field) => (
            <MenuItem
              key={field}
              onClick={() => {
                close();
                onAdd(newCondition(field));
              }}
            >
              {t(`segments.fields.${field}`)}
            </MenuItem>
          )),
        ])}
      </Menu>
    </>
  );
}
