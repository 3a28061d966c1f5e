import { TextField, type TextFieldProps } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDay, isLocalTime, LAST_DAY } from './zone';

interface Props extends Pick<TextFieldProps, 'label' | 'disabled' | 'sx' | 'fullWidth'> {
  /** A local day; with `hasTime` a local day and time to the minute. */
  value: string;
  hasTime?: boolean;
  /** Called with complete days or times, or '' when cleared; not while a year is being typed. */
  onChange: (value: string) => void;
  /** The last day that can be chosen. */
  max?: string;
  /** An empty or incomplete input becomes `value` again. */
  isRequired?: boolean;
  error?: string | undefined;
}

/** A day, or a day and time, outside of forms; takes effect when typed completely. */
export function TimeField({
  value,
  hasTime = false,
  onChange,
  max = LAST_DAY,
  isRequired = false,
  error,
  ...rest
}: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [last, setLast] = useState(value);
  const [isTyping, setTyping] = useState(false);
  if (value !== last) {
    setLast(value);
    setTyped(value);
  }
  const isWhole = hasTime ? isLocalTime : isDay;
  const isWrong = !isTyping && typed !== '' && !isWhole(typed);
  const said = error ?? (isWrong ? t('errors.field.date') : undefined);
  return (
    <TextField
      {...rest}
      size="small"
      type={hasTime ? 'datetime-local' : 'date'}
      value={typed}
      error={said !== undefined}
      helperText={said}
      onChange={(event) => {
        const entered = event.target.value;
        setTyped(entered);
        setTyping(true);
        if (entered === '' || isWhole(entered)) onChange(entered);
      }}
      onBlur={() => {
        setTyping(false);
        if (isRequired && !isWhole(typed)) setTyped(value);
      }}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { max: hasTime ? `${max}T23:59` : max },
      }}
    />
  );
}
