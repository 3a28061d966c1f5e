import { Autocomplete, TextField } from '@mui/material';
import { useKnownTags } from '@/features/segments/filter/known-tags';
import type { One } from './one';

/** One tag, typed or chosen from known tags. */
export function TagValue({ label, value, onChange, error, isDisabled }: One) {
  const known = useKnownTags();
  const text = value === null ? '' : String(value);
  return (
    <Autocomplete
      freeSolo
      size="small"
      options={known}
      inputValue={text}
      value={text}
      disabled={isDisabled}
      onInputChange={(_, typed) => {
        if (typed !== text) onChange(typed);
      }}
      renderInput={(params) => (
        <TextField {...params} label={label} error={error !== undefined} helperText={error} />
      )}
    />
  );
}
