import { MenuItem, TextField } from '@mui/material';
import type { Typed } from '@/features/segments/filter/tree';
import type { Many, One } from './one';

/** A value and its label. */
export interface Choice {
  value: string | number | boolean;
  label: string;
}

/** Chooses one of a few values. */
export function ChoiceValue({
  label,
  value,
  onChange,
  error,
  isDisabled,
  choices,
}: One & { choices: Choice[] }) {
  return (
    <TextField
      select
      fullWidth
      size="small"
      label={label}
      value={value === null ? '' : String(value)}
      disabled={isDisabled}
      error={error !== undefined}
      helperText={error}
      onChange={(event) => onChange(valueOf(choices, event.target.value))}
    >
      {choices.map((choice) => (
        <MenuItem key={String(choice.value)} value={String(choice.value)}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Chooses some of a few values. */
export function ChoicesValue({
  label,
  values,
  onChange,
  error,
  isDisabled,
  choices,
}: Many & { choices: Choice[] }) {
  return (
    <TextField
      select
      fullWidth
      size="small"
      label={label}
      value={values.map(String)}
      disabled={isDisabled}
      error={error !== undefined}
      helperText={error}
      slotProps={{ select: { multiple: true } }}
      onChange={(event) => {
        const chosen = event.target.value as unknown as string[];
        // In the order of the choices, so that the same choice gives the same filter.
        onChange(choices.map(({ value }) => value).filter((value) => chosen.includes(String(value))));
      }}
    >
      {choices.map((choice) => (
        <MenuItem key={String(choice.value)} value={String(choice.value)}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function valueOf(choices: Choice[], text: string): Typed {
  return choices.find(({ value }) => String(value) === text)?.value ?? '';
}
