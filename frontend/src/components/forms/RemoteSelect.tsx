import { Autocomplete, type SxProps, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { useNamed, type Named, type NamedKind } from '@/components/names';

/** The kinds of things that can be chosen. */
export type RemoteKind = NamedKind | 'user';

interface FieldProps {
  label: string;
  value: number | null;
  onChange: (id: number | null) => void;
  error?: string | undefined;
  helperText?: string | undefined;
  size?: 'small' | 'medium';
  disabled?: boolean;
  required?: boolean;
  sx?: SxProps;
}

interface Props extends FieldProps {
  of: RemoteKind;
  /** For templates and cashiers: only those that are switched on. */
  onlyActive?: boolean;
}

/** A field that chooses one thing of the API by its name. */
export function RemoteSelect({ of, onlyActive = false, ...rest }: Props) {
  return of === 'user' ? (
    <UserSelect {...rest} />
  ) : (
    <ListSelect {...rest} kind={of} {...(onlyActive ? { onlyActive } : {})} />
  );
}

function ListSelect({ kind, onlyActive, ...rest }: FieldProps & { kind: NamedKind; onlyActive?: true }) {
  return <NamedSelect {...rest} {...useNamed(kind, onlyActive ? { onlyActive } : {})} />;
}

/** Chooses a client; the server searches. */
function UserSelect(props: FieldProps) {
  const { value } = props;
  const [typed, setTyped] = useState('');
  const users = useGet(
    '/users',
    { query: { search: typed, per_page: 20, is_test: 'any' } },
    { keepPrevious: true },
  );
  const user = useGet('/users/{id}', { path: { id: value ?? 0 } }, { enabled: value !== null }).data;
  const found = (users.data?.items ?? []).map(({ id, display_name, username }) => ({
    id,
    label: display_name,
    hint: username && `@${username}`,
  }));
  const isKept = user !== undefined && !found.some(({ id }) => id === user.id);
  return (
    <NamedSelect
      {...props}
      items={isKept ? [{ id: user.id, label: user.display_name }, ...found] : found}
      isFetching={users.isFetching}
      onSearch={setTyped}
    />
  );
}

interface NamedProps extends FieldProps {
  items: readonly Named[];
  isFetching: boolean;
  /** Called with what is typed where the server searches. */
  onSearch?: (typed: string) => void;
}

function NamedSelect(props: NamedProps) {
  const {
    label,
    value,
    onChange,
    error,
    helperText,
    size = 'medium',
    disabled = false,
    required = false,
  } = props;
  const { items, isFetching, onSearch, sx } = props;
  const { t } = useTranslation();
  const chosen =
    items.find(({ id }) => id === value) ?? (value === null ? null : { id: value, label: `№ ${value}` });
  return (
    <Autocomplete<Named>
      options={items}
      value={chosen}
      onChange={(_, option) => onChange(option?.id ?? null)}
      onInputChange={(_, text, reason) => onSearch?.(reason === 'input' ? text : '')}
      {...(onSearch ? { filterOptions: (found: Named[]) => found } : {})}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      renderOption={({ key, ...item }, option) => (
        <li key={key} {...item}>
          <span>
            {option.label}
            {option.hint && <small style={{ display: 'block', opacity: 0.7 }}>{option.hint}</small>}
          </span>
        </li>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          required={required}
          error={error !== undefined}
          helperText={error ?? helperText}
        />
      )}
      loading={isFetching}
      loadingText={t('common.loading')}
      noOptionsText={t('common.table.nothingFound')}
      openText={t('common.open')}
      closeText={t('common.close')}
      clearText={t('common.table.clear')}
      size={size}
      disabled={disabled}
      {...(sx ? { sx } : {})}
    />
  );
}
