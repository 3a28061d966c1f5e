import { Autocomplete, InputAdornment, TextField } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useKnownTags } from '@/features/segments/filter/known-tags';
import type { Many, One } from './one';

/** A number that is typed. */
export function TypedValue(props: One & { unit?: string; isDecimal?: boolean }) {
  const { label, value, onChange, error, isDisabled, unit, isDecimal = false } = props;
  return (
    <TextField
      fullWidth
      size="small"
      label={label}
      value={value === null ? '' : String(value)}
      disabled={isDisabled}
      error={error !== undefined}
      helperText={error}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput: { inputMode: isDecimal ? 'decimal' : 'numeric' },
        ...(unit ? { input: { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> } } : {}),
      }}
    />
  );
}

/** A list that is typed, value by value. */
export function ListValue(props: Many & { hasKnownTags?: boolean }) {
  const { label, values, onChange, error, isDisabled, hasKnownTags = false } = props;
  const { t } = useTranslation();
  const known = useKnownTags(hasKnownTags);
  return (
    <Autocomplete
      multiple
      freeSolo
      autoSelect
      size="small"
      options={known}
      value={values.map(String)}
      disabled={isDisabled}
      onChange={(_, next) => onChange([...new Set(next.map((value) => value.trim()).filter(Boolean))])}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          error={error !== undefined}
          helperText={error ?? t('segments.builder.valuesHint')}
        />
      )}
    />
  );
}
