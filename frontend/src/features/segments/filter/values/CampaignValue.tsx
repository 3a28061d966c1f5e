import { Autocomplete, TextField } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useNamed } from '@/components/names';
import { RemoteSelect } from '@/components/forms/RemoteSelect';
import { isTyped } from '@/features/segments/filter/tree';
import type { Many, One } from './one';

/** One campaign. */
export function CampaignValue({ label, value, onChange, error, isDisabled }: One) {
  return (
    <RemoteSelect
      of="campaign"
      size="small"
      label={label}
      value={isTyped(value) ? Number(value) : null}
      onChange={onChange}
      error={error}
      disabled={isDisabled}
    />
  );
}

/** Some campaigns. */
export function CampaignsValue({ label, values, onChange, error, isDisabled }: Many) {
  const { t } = useTranslation();
  const { items, isFetching } = useNamed('campaign');
  const nameOf = (id: number) => items.find((campaign) => campaign.id === id)?.label ?? `№ ${id}`;
  return (
    <Autocomplete
      multiple
      size="small"
      options={items.map(({ id }) => id)}
      value={values.map(Number)}
      disabled={isDisabled}
      getOptionLabel={nameOf}
      getOptionKey={(id) => id}
      onChange={(_, ids) => onChange(ids)}
      loading={isFetching}
      loadingText={t('common.loading')}
      noOptionsText={t('common.table.nothingFound')}
      renderInput={(params) => (
        <TextField {...params} label={label} error={error !== undefined} helperText={error} />
      )}
    />
  );
}
