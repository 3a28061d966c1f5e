import AddIcon from '@mui/icons-material/Add';
import PlaylistAddIcon from '@mui/icons-material/PlaylistAdd';
import { Button, ListSubheader, Menu, MenuItem, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBuilder } from './builder';
import { fieldGroupNames, fieldGroups, MAX_CONDITIONS } from './fields';
import { group, newCondition, type FilterDraft } from './tree';

interface Props {
  /** False where groups stand too deep in each other already. */
  mayAddGroup: boolean;
  onAdd: (part: FilterDraft) => void;
}

/** Buttons that add a condition, by what it asks, or a group. */
export function AddPart({ mayAddGroup, onAdd }: Props) {
  const { t } = useTranslation();
  const { isDisabled, mayAdd } = useBuilder();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (isDisabled) return null;
  return (
    <>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          startIcon={<AddIcon />}
          disabled={!mayAdd}
          aria-haspopup="menu"
          aria-label={t('segments.builder.addConditionLong')}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={{ minHeight: 40 }}
        >
          {t('segments.builder.addCondition')}
        </Button>
        {mayAddGroup && (
          <Button
            startIcon={<PlaylistAddIcon />}
            disabled={!mayAdd}
            aria-label={t('segments.builder.addGroupLong')}
            onClick={() => onAdd(group('any', []))}
            sx={{ minHeight: 40 }}
          >
            {t('segments.builder.addGroup')}
          </Button>
        )}
        {!mayAdd && <small>{t('segments.builder.limit', { count: MAX_CONDITIONS })}</small>}
      </Stack>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {fieldGroupNames.flatMap((name) => [
          <ListSubheader key={name} role="presentation">
            {t(`segments.groups.${name}`)}
          </ListSubheader>,
          ...fieldGroups[name].map((field) => (
            <MenuItem
              key={field}
              onClick={() => {
                setAnchor(null);
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
