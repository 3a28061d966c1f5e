import SearchIcon from '@mui/icons-material/Search';
import { InputAdornment, MenuItem, Stack, TextField } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeField } from '@/components/TimeField';
import { useList } from './list-context';

/** The pause after typing before the list is refetched. */
const PAUSE_MS = 350;

interface Named {
  /** The query parameter of the filter. */
  name: string;
  label: string;
}

/** A filter by typed text. */
export function TextFilter({
  name,
  label,
  type = 'text',
  hint,
}: Named & { type?: 'text' | 'search' | 'number'; hint?: string }) {
  const { filters, setFilters } = useList();
  const set = filters[name] ?? '';
  const [typed, setTyped] = useState(set);
  const [last, setLast] = useState(set);
  // Back, a saved view or "clear" changed the filter.
  if (set !== last) {
    setLast(set);
    setTyped(set);
  }
  useEffect(() => {
    if (typed === set) return;
    const timer = setTimeout(() => setFilters({ [name]: typed.trim() }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, set, name, setFilters]);
  return (
    <TextField
      size="small"
      type={type}
      label={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      placeholder={hint}
      slotProps={
        type === 'search'
          ? {
              input: {
                startAdornment: (
                  <InputAdornment position="start">
                    <SearchIcon fontSize="small" />
                  </InputAdornment>
                ),
              },
            }
          : {}
      }
      sx={{ width: type === 'search' ? { xs: 190, sm: 260 } : { xs: '100%', md: 130 } }}
    />
  );
}

/** The search of a list. */
export function SearchFilter({ name = 'search', label, hint }: Partial<Named> & { hint?: string }) {
  const { t } = useTranslation();
  return (
    <TextFilter name={name} label={label ?? t('common.search')} type="search" {...(hint ? { hint } : {})} />
  );
}

/** A filter by one of a few values. */
export function ChoiceFilter({
  name,
  label,
  options,
  anyLabel,
}: Named & { options: readonly { value: string; label: string }[]; anyLabel?: string }) {
  const { t } = useTranslation();
  const { filters, setFilters } = useList();
  return (
    <TextField
      select
      size="small"
      label={label}
      value={filters[name] ?? ''}
      onChange={(event) => setFilters({ [name]: event.target.value })}
      // Wide enough for the longest label and the arrow.
      sx={{ minWidth: 165 }}
    >
      <MenuItem value="">{anyLabel ?? t('common.all')}</MenuItem>
      {options.map(({ value, label: text }) => (
        <MenuItem key={value} value={value}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** A filter by yes or no. */
export function FlagFilter({ name, label, yes, no }: Named & { yes?: string; no?: string }) {
  const { t } = useTranslation();
  return (
    <ChoiceFilter
      name={name}
      label={label}
      options={[
        { value: 'true', label: yes ?? t('common.yes') },
        { value: 'false', label: no ?? t('common.no') },
      ]}
    />
  );
}

/** Two local days, both included: the filters `<name>_from` and `<name>_to`. */
export function DaysFilter({ name, label }: Named) {
  const { t } = useTranslation();
  const { filters, setFilters } = useList();
  const edge = (end: 'from' | 'to') => (
    <TimeField
      label={`${label} ${t(`common.${end}`)}`}
      value={filters[`${name}_${end}`] ?? ''}
      onChange={(day) => setFilters({ [`${name}_${end}`]: day })}
      sx={{ width: { xs: '100%', md: 165 } }}
    />
  );
  return (
    <Stack direction="row" spacing={1}>
      {edge('from')}
      {edge('to')}
    </Stack>
  );
}
