import {
  FormControlLabel,
  FormHelperText,
  InputAdornment,
  MenuItem,
  Switch,
  TextField,
  type TextFieldProps,
  Typography,
} from '@mui/material';
import { useId } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { LAST_DAY } from '@/components/zone';
import { useDisabled } from './disabled';
import { RemoteSelect, type RemoteKind } from './RemoteSelect';

interface Field {
  /** The field's name in the form. */
  name: string;
  label: string;
  /** Below the field while it has no error. */
  hint?: string | undefined;
  disabled?: boolean;
  required?: boolean;
}

/** The value and the error of a field. */
function useField(name: string) {
  const { control } = useFormContext<Record<string, unknown>>();
  const { field, fieldState } = useController({ name, control });
  return { field, error: fieldState.error?.message };
}

type Text = Field &
  Pick<TextFieldProps, 'type' | 'multiline' | 'minRows' | 'autoFocus' | 'placeholder' | 'sx'> & {
    /** A unit behind the value. */
    unit?: string;
    /** The label is a sentence and stands above the field. */
    isLongLabel?: boolean;
    inputMode?: 'numeric' | 'decimal' | 'text' | 'url';
  };

/** A text. */
export function TextInput({ name, hint, label, unit, inputMode, type, isLongLabel = false, ...rest }: Text) {
  const { field, error } = useField(name);
  const id = useId();
  const { ref, value, ...events } = field;
  const input = (
    <TextField
      {...rest}
      {...events}
      {...(type ? { type } : {})}
      {...(isLongLabel ? { id, hiddenLabel: true } : { label })}
      value={value ?? ''}
      inputRef={ref}
      fullWidth
      error={error !== undefined}
      helperText={error ?? hint}
      slotProps={{
        ...(unit ? { input: { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> } } : {}),
        ...(inputMode ? { htmlInput: { inputMode } } : {}),
        ...(isTime(type) ? { inputLabel: { shrink: true } } : {}),
        // Without it browsers let a year have six digits.
        ...(type === 'date' ? { htmlInput: { max: LAST_DAY } } : {}),
        ...(type === 'datetime-local' ? { htmlInput: { max: `${LAST_DAY}T23:59` } } : {}),
      }}
    />
  );
  if (!isLongLabel) return input;
  return (
    <div>
      <Typography component="label" htmlFor={id} variant="body2" sx={{ display: 'block', mb: 0.75 }}>
        {label}
      </Typography>
      {input}
    </div>
  );
}

const isTime = (type?: string) => type === 'date' || type === 'datetime-local' || type === 'time';

/** A whole number; the form holds the typed text. */
export function NumberInput(props: Text) {
  return <TextInput inputMode="numeric" {...props} />;
}

/** Roubles; the form holds the typed text. */
export function MoneyInput(props: Text) {
  return <TextInput inputMode="decimal" unit="₽" {...props} />;
}

/** A local day. */
export function DateInput(props: Field) {
  return <TextInput type="date" {...props} />;
}

/** A local day and minute, in the shops' zone. */
export function DateTimeInput(props: Field) {
  return <TextInput type="datetime-local" {...props} />;
}

/** One of a few values. */
export function SelectInput({
  name,
  hint,
  options,
  disabled,
  ...rest
}: Field & { options: readonly { value: string; label: string }[] }) {
  const isDisabled = useDisabled(disabled);
  const { field, error } = useField(name);
  const { ref, value, ...events } = field;
  return (
    <TextField
      select
      {...rest}
      {...events}
      disabled={isDisabled}
      value={value ?? ''}
      inputRef={ref}
      fullWidth
      error={error !== undefined}
      helperText={error ?? hint}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Yes or no. */
export function SwitchInput({ name, label, hint, disabled }: Field) {
  const { field, error } = useField(name);
  const { value, onChange, ...rest } = field;
  return (
    <div>
      <FormControlLabel
        label={label}
        {...(disabled === undefined ? {} : { disabled })}
        control={
          <Switch {...rest} checked={Boolean(value)} onChange={(event) => onChange(event.target.checked)} />
        }
      />
      {(error ?? hint) && <FormHelperText error={error !== undefined}>{error ?? hint}</FormHelperText>}
    </div>
  );
}

/** A thing chosen by name; the form holds its id or null. */
export function RemoteInput({
  name,
  hint,
  disabled,
  ...rest
}: Field & { of: RemoteKind; onlyActive?: boolean }) {
  const { field, error } = useField(name);
  const isDisabled = useDisabled(disabled);
  return (
    <RemoteSelect
      {...rest}
      disabled={isDisabled}
      value={(field.value as number | null | undefined) ?? null}
      onChange={field.onChange}
      error={error}
      helperText={hint}
    />
  );
}
