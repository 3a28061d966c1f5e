import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Box, FormHelperText, IconButton, MenuItem, Stack, TextField } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { AddPart } from './AddPart';
import { errorAt, useBuilder } from './builder';
import { ConditionEditor } from './ConditionEditor';
import { group, groupModes, opened, withPart, type FilterDraft, type GroupMode } from './tree';
import { Muted } from '@/components/Muted';

interface Props {
  mode: GroupMode;
  parts: readonly FilterDraft[];
  /** JSON Pointer to the parts in the filter. */
  path: string;
  onChange: (mode: GroupMode, parts: readonly FilterDraft[]) => void;
  /** Removes the group; missing for the outermost group. */
  onRemove?: () => void;
}

/** A group: its mode, its parts, and buttons to add more. */
export function GroupEditor({ mode, parts, path, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const { isDisabled, errors } = useBuilder();
  const isRoot = onRemove === undefined;
  const error = errorAt(errors, path, false) ?? errorAt(errors, path.replace(/\/(all|any)$/, ''), false);
  const set = (next: readonly FilterDraft[]) => onChange(mode, next);
  return (
    <Box
      role="group"
      aria-label={t('segments.builder.group')}
      sx={
        isRoot
          ? {}
          : {
              p: { xs: 1, sm: 1.5 },
              borderRadius: 1,
              border: 1,
              borderColor: 'divider',
              bgcolor: 'action.hover',
            }
      }
    >
      <Stack spacing={1.5}>
        {(!isRoot || parts.length > 0) && (
          <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
            <TextField
              select
              size="small"
              label={t('segments.builder.modeLabel')}
              value={mode}
              disabled={isDisabled}
              onChange={(event) => onChange(event.target.value as GroupMode, parts)}
              sx={{ width: { xs: '100%', sm: 280 } }}
            >
              {groupModes.map((one) => (
                <MenuItem key={one} value={one}>
                  {t(`segments.builder.mode.${one}`)}
                </MenuItem>
              ))}
            </TextField>
            <Box sx={{ flexGrow: 1 }} />
            {onRemove && (
              <IconButton
                aria-label={t('segments.builder.removeGroup')}
                disabled={isDisabled}
                onClick={onRemove}
              >
                <DeleteIcon />
              </IconButton>
            )}
          </Stack>
        )}
        {parts.length === 0 && (
          <Muted>{t(isRoot ? 'segments.builder.everybody' : 'segments.builder.emptyGroup')}</Muted>
        )}
        {parts.map((part, index) => (
          <Part
            // Parts have no ids; they hold no state, so the index is a safe key.
            key={index}
            part={part}
            path={path === '' ? '' : `${path}/${index}`}
            onChange={(next) => set(withPart(parts, index, next))}
          />
        ))}
        {error && <FormHelperText error>{error}</FormHelperText>}
        <AddPart onAdd={(part) => set([...parts, part])} />
      </Stack>
    </Box>
  );
}

function Part(props: { part: FilterDraft; path: string; onChange: (part: FilterDraft | null) => void }) {
  const { part, path, onChange } = props;
  const inside = opened(part);
  const place = path + inside.path;
  if (inside.kind === 'condition') {
    return (
      <ConditionEditor
        condition={inside.condition}
        isNegated={inside.isNegated}
        path={place}
        onChange={onChange}
      />
    );
  }
  return (
    <GroupEditor
      mode={inside.mode}
      parts={inside.parts}
      path={place}
      onChange={(mode, parts) => onChange(group(mode, parts))}
      onRemove={() => onChange(null)}
    />
  );
}
