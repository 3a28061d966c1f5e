import { FormHelperText } from '@mui/material';
import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FilterBuilder } from '@/features/segments/filter/FilterBuilder';
import { FilterSentence } from '@/features/segments/filter/FilterSentence';
import { filterErrors } from '@/features/segments/filter/filter-field';
import { everybody } from '@/features/segments/filter/tree';
import type { BroadcastValues } from '@/features/broadcasts/values';

/** The broadcast's own filter of clients. */
export function FilterInput({ isDisabled }: { isDisabled: boolean }) {
  const { t } = useTranslation();
  const { control } = useFormContext<BroadcastValues>();
  const { field, fieldState } = useController({ name: 'filter', control });
  const filter = field.value ?? everybody;
  return (
    <div>
      <FilterBuilder
        value={filter}
        onChange={field.onChange}
        errors={filterErrors(fieldState.error)}
        disabled={isDisabled}
      />
      <FormHelperText component="p">
        {t('broadcasts.field.filterMeans')} <FilterSentence filter={filter} />
      </FormHelperText>
    </div>
  );
}
