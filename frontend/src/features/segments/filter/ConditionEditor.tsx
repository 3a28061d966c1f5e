import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import {
  Box,
  IconButton,
  ListSubheader,
  MenuItem,
  Paper,
  TextField,
  ToggleButton,
  Tooltip,
} from '@mui/material';
import { useTranslation } from 'react-i18next';
import { errorAt, useBuilder } from './builder';
import { fieldGroupNames, fieldGroups, fieldRules, type Field, type Op } from './fields';
import { useOpLabel } from './op-label';
import { negated, newCondition, withOp, type ConditionDraft, type FilterDraft } from './tree';
import { ValueEditor } from './values/ValueEditor';

interface Props {
  condition: ConditionDraft;
  isNegated: boolean;
  /** JSON Pointer to the condition in the filter. */
  path: string;
  onChange: (part: FilterDraft | null) => void;
}

/** One condition: its field, op and value. */
export function ConditionEditor({ condition, isNegated, path, onChange }: Props) {
  const { t } = useTranslation();
  const { isDisabled, errors } = useBuilder();
  const change = (next: ConditionDraft) => onChange(negated(next, isNegated));
  return (
    <Paper
      variant="outlined"
      sx={{
        p: 1,
        display: 'grid',
        gap: 1,
        alignItems: 'start',
        gridTemplateColumns: {
          xs: 'auto 1fr auto',
          md: 'auto minmax(0, 13fr) minmax(0, 10fr) minmax(0, 12fr) auto',
        },
        gridTemplateAreas: {
          xs: '"not field remove" "op op op" "value value value"',
          md: '"not field op value remove"',
        },
      }}
    >
      <Tooltip title={t('segments.builder.notLabel')}>
        <ToggleButton
          value="not"
          size="small"
          color="error"
          selected={isNegated}
          disabled={isDisabled}
          aria-label={t('segments.builder.notLabel')}
          onChange={() => onChange(negated(condition, !isNegated))}
          sx={{ gridArea: 'not', height: 40, minWidth: 44, fontWeight: 700 }}
        >
          {t('segments.builder.not')}
        </ToggleButton>
      </Tooltip>
      <FieldSelect field={condition.field} onChange={(field) => change(newCondition(field))} />
      <OpSelect condition={condition} onChange={(op) => change(withOp(condition, op))} />
      <Box sx={{ gridArea: 'value', minWidth: 0 }}>
        <ValueEditor
          condition={condition}
          error={errorAt(errors, path, true)}
          isDisabled={isDisabled}
          onChange={(value) => change({ ...condition, value })}
        />
      </Box>
      <IconButton
        aria-label={t('segments.builder.removeCondition')}
        disabled={isDisabled}
        onClick={() => onChange(null)}
        sx={{ gridArea: 'remove' }}
      >
        <DeleteIcon />
      </IconButton>
    </Paper>
  );
}

function FieldSelect({ field, onChange }: { field: Field; onChange: (field: Field) => void }) {
  const { t } = useTranslation();
  const { isDisabled } = useBuilder();
  return (
    <TextField
      select
      size="small"
      label={t('segments.builder.field')}
      value={field}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value as Field)}
      sx={{ gridArea: 'field', minWidth: 0 }}
    >
      {fieldGroupNames.flatMap((name) => [
        <ListSubheader key={name}>{t(`segments.groups.${name}`)}</ListSubheader>,
        ...fieldGroups[name].map((one) => (
          <MenuItem key={one} value={one}>
            {t(`segments.fields.${one}`)}
          </MenuItem>
        )),
      ])}
    </TextField>
  );
}

/** Hidden where the field has only one op. */
function OpSelect({ condition, onChange }: { condition: ConditionDraft; onChange: (op: Op) => void }) {
  const { t } = useTranslation();
  const { isDisabled } = useBuilder();
  const label = useOpLabel(condition.field);
  const { ops } = fieldRules[condition.field];
  const shown = ops.includes(condition.op) ? ops : [...ops, condition.op];
  if (shown.length === 1) return null;
  return (
    <TextField
      select
      size="small"
      label={t('segments.builder.op')}
      value={condition.op}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value as Op)}
      sx={{ gridArea: 'op', minWidth: 0 }}
    >
      {shown.map((op) => (
        <MenuItem key={op} value={op}>
          {label(op)}
        </MenuItem>
      ))}
    </TextField>
  );
}
