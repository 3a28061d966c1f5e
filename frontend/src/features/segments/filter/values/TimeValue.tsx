import { useTimeZone } from '@/api/session-hooks';
import { TimeField } from '@/components/TimeField';
import { instantOf, localOf } from '@/components/zone';
import type { One } from './one';

/** A local day; instants, which only filters made elsewhere have, are shown with their time. */
export function TimeValue({ label, value, onChange, error, isDisabled }: One) {
  const timeZone = useTimeZone();
  const text = typeof value === 'string' ? value : '';
  const isInstant = text.includes('T');
  return (
    <TimeField
      fullWidth
      label={label}
      hasTime={isInstant}
      value={isInstant ? localOf(text, timeZone) : text}
      disabled={isDisabled}
      error={error}
      onChange={(typed) => onChange(typed.includes('T') ? instantOf(typed, timeZone) : typed)}
    />
  );
}
