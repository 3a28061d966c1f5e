import { Autocomplete, type SxProps, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';

/** What can be chosen from. */
export type RemoteKind = 'template' | 'campaign' | 'broadcast' | 'segment' | 'cashier' | 'user';

interface Option {
  id: number;
  label: string;
  /** A second line, in grey. */
  hint?: string | undefined;
}

interface Props {
  of: RemoteKind;
  label: string;
  value: number | null;
  onChange: (id: number | null) => void;
  error?: string | undefined;
  helperText?: string | undefined;
  size?: 'small' | 'medium';
  disabled?: boolean;
  required?: boolean;
  /** For templates and cashiers: only those that are switched on. */
  onlyActive?: boolean;
  sx?: SxProps;
}

/** Chooses one of the things the API knows, by name. */
export function RemoteSelect(props: Props) {
  const {
    of,
    label,
    value,
    onChange,
    error,
    helperText,
    size = 'medium',
    disabled = false,
    required = false,
    sx,
  } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { options, isFetching } = useOptions(of, typed, value, props.onlyActive ?? false);
  const chosen =
    options.find(({ id }) => id === value) ?? (value === null ? null : { id: value, label: `№ ${value}` });
  return (
    <Autocomplete
      options={options}
      value={chosen}
      onChange={(_, option) => onChange(option?.id ?? null)}
      onInputChange={(_, text, reason) => setTyped(reason === 'input' ? text : '')}
      // The server searches among clients; the others are all here.
      {...(of === 'user' ? { filterOptions: (found: Option[]) => found } : {})}
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

const ALL = { per_page: 200 } as const;

function useOptions(
  of: RemoteKind,
  typed: string,
  value: number | null,
  onlyActive: boolean,
): { options: Option[]; isFetching: boolean } {
  const templates = useGet(
    '/discount-templates',
    { query: { ...ALL, ...(onlyActive ? { is_active: true } : {}) } },
    { enabled: of === 'template' },
  );
  const campaigns = useGet('/campaigns', { query: ALL }, { enabled: of === 'campaign' });
  const broadcasts = useGet('/broadcasts', { query: ALL }, { enabled: of === 'broadcast' });
  const segments = useGet('/segments', { query: ALL }, { enabled: of === 'segment' });
  const cashiers = useGet(
    '/cashiers',
    { query: { ...ALL, ...(onlyActive ? { active: true } : {}) } },
    { enabled: of === 'cashier' },
  );
  const users = useGet(
    '/users',
    { query: { search: typed, per_page: 20, is_test: 'any' } },
    { enabled: of === 'user', keepPrevious: true },
  );
  const user = useGet(
    '/users/{id}',
    { path: { id: value ?? 0 } },
    { enabled: of === 'user' && value !== null },
  );
  switch (of) {
    case 'template':
      return {
        options: (templates.data?.items ?? []).map(({ id, name }) => ({ id, label: name })),
        isFetching: templates.isFetching,
      };
    case 'campaign':
      return {
        options: (campaigns.data?.items ?? []).map(({ id, name, slug }) => ({ id, label: name, hint: slug })),
        isFetching: campaigns.isFetching,
      };
    case 'broadcast':
      return {
        options: (broadcasts.data?.items ?? []).map(({ id, title }) => ({ id, label: title })),
        isFetching: broadcasts.isFetching,
      };
    case 'segment':
      return {
        options: (segments.data?.items ?? []).map(({ id, name, description }) => ({
          id,
          label: name,
          hint: description,
        })),
        isFetching: segments.isFetching,
      };
    case 'cashier':
      return {
        options: (cashiers.data?.items ?? []).map(({ id, display_name, shop }) => ({
          id,
          label: display_name,
          hint: shop,
        })),
        isFetching: cashiers.isFetching,
      };
    case 'user': {
      const found = (users.data?.items ?? []).map(({ id, display_name, username }) => ({
        id,
        label: display_name,
        hint: username && `@${username}`,
      }));
      const kept =
        user.data && !found.some(({ id }) => id === user.data.id)
          ? [{ id: user.data.id, label: user.data.display_name }]
          : [];
      return { options: [...kept, ...found], isFetching: users.isFetching };
    }
  }
}
