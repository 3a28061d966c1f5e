import { TextField, type TextFieldProps } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDay, isLocalTime, LAST_DAY } from './zone';

interface Props extends Pick<TextFieldProps, 'label' | 'disabled' | 'sx' | 'fullWidth'> {
  /** A local day; with `hasTime` a local day and minute. */
  value: string;
  hasTime?: boolean;
  /** Gets whole days or times, or '' when it is cleared: not what stands there while a year is being typed. */
  onChange: (value: string) => void;
  /** The last day that can be chosen. */
  max?: string;
  /** There must be one: what was cleared or left half typed becomes `value` again. */
  isRequired?: boolean;
  error?: string | undefined;
}

/** A day, or a day and minute, outside of forms: a filter takes effect once it is typed to its end. */
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
