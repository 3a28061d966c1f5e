import { Alert, Stack } from '@mui/material';
import { useMemo } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { fieldText } from '@/components/forms/problem-fields';
import { useAudience } from '@/features/segments/filter/audience';
import { AudienceCount } from '@/features/segments/filter/AudienceCount';
import { filterErrors } from '@/features/segments/filter/filter-field';
import { FilterBuilder } from '@/features/segments/filter/FilterBuilder';
import { FilterSentence } from '@/features/segments/filter/FilterSentence';
import type { FilterDraft } from '@/features/segments/filter/tree';

type Fields = Record<string, FilterDraft>;

/** The conditions as a field of a form, with the filter as a sentence below. */
export function FilterInput({ name, isDisabled }: { name: string; isDisabled: boolean }) {
  const { control } = useFormContext<Fields>();
  const { field, fieldState } = useController({ name, control });
  const value = field.value;
  const { refused } = useAudience(value);
  const errors = useMemo(
    () => [
      ...filterErrors(fieldState.error),
      ...refused.map((problem) => ({ path: problem.path, text: fieldText(problem) })),
    ],
    [fieldState.error, refused],
  );
  return (
    <Stack spacing={2}>
      <FilterBuilder value={value} onChange={field.onChange} errors={errors} disabled={isDisabled} />
      <Alert severity="info" icon={false} sx={{ overflowWrap: 'anywhere' }}>
        <FilterSentence filter={value} />
      </Alert>
    </Stack>
  );
}

/** The number of clients that match the conditions in the form. */
export function WatchedAudience({ name }: { name: string }) {
  const { control } = useFormContext<Fields>();
  const filter = useWatch({ control, name });
  return <AudienceCount filter={filter} />;
}
