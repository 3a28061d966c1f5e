import { Autocomplete, TextField } from '@mui/material';
import { useController, useFormContext, type FieldValues } from 'react-hook-form';
import { useDisabled } from './disabled';

interface Props {
  name: string;
  label: string;
  hint?: string;
}

/** Tags; Enter or a comma ends one. The form holds a list of texts. */
export function TagsInput({ name, label, hint }: Props) {
  const { control } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ name, control });
  const isDisabled = useDisabled(undefined);
  const tags = (field.value as string[] | undefined) ?? [];
  const set = (next: readonly string[]) =>
    field.onChange([
      ...new Set(
        next
          .flatMap((tag) => tag.split(','))
          .map((tag) => tag.trim())
          .filter(Boolean),
      ),
    ]);
  return (
    <Autocomplete
      multiple
      disabled={isDisabled}
      freeSolo
      autoSelect
      options={[] as string[]}
      value={tags}
      onChange={(_, next) => set(next)}
      onInputChange={(_, typed) => {
        if (typed.endsWith(',')) set([...tags, typed]);
      }}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          error={fieldState.error !== undefined}
          helperText={fieldState.error?.message ?? hint}
        />
      )}
    />
  );
}
