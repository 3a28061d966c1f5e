import TextField from '@mui/material/TextField';
import { useTimeZone } from '@/api/session-hooks';
import { instantOf, localOf } from '@/components/zone';
import type { One } from './one';

/** A local day; an instant, which only filters made elsewhere have, with its minute. */
export function TimeValue({ label, value, onChange, error, isDisabled }: One) {
  const timeZone = useTimeZone();
  const text = typeof value === 'string' ? value : '';
  const isInstant = text.includes('T');
  return (
    <TextField
      fullWidth
      size="small"
      type={isInstant ? 'datetime-local' : 'date'}
      label={label}
      value={isInstant ? localOf(text, timeZone) : text}
      disabled={isDisabled}
      error={error !== undefined}
      helperText={error}
      onChange={(event) => {
        const typed = event.target.value;
        onChange(typed.includes('T') ? instantOf(typed, timeZone) : typed);
      }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
