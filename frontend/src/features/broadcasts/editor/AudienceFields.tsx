import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session-hooks';
import { RemoteInput, SelectInput, SwitchInput } from '@/components/forms/inputs';
import { SpacedSection } from '@/components/SpacedSection';
import { AUDIENCES, type BroadcastValues } from '@/features/broadcasts/values';
import { FilterInput } from './FilterInput';

/** The audience of a broadcast. */
export function AudienceFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<BroadcastValues>();
  const mayChange = useMay('marketing');
  const [audience] = useWatch({ control, name: ['audience'] });
  return (
    <SpacedSection title={t('broadcasts.section.audience')} hint={t('broadcasts.section.audienceHint')}>
      <SelectInput
        name="audience"
        label={t('broadcasts.field.audience')}
        options={AUDIENCES.map((value) => ({ value, label: t(`broadcasts.audience.${value}`) }))}
      />
      {audience === 'segment' && (
        <RemoteInput name="segment_id" of="segment" label={t('broadcasts.field.segment')} required />
      )}
      {audience === 'filter' && <FilterInput isDisabled={!mayChange} />}
      <SwitchInput
        name="is_test"
        label={t('broadcasts.field.is_test')}
        hint={t('broadcasts.field.isTestHint')}
      />
    </SpacedSection>
  );
}
