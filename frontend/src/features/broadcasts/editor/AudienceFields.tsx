import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { RemoteInput, SelectInput, SwitchInput } from '@/components/forms/inputs';
import { Section } from '@/features/broadcasts/Section';
import { AUDIENCES, type BroadcastValues } from '@/features/broadcasts/values';

/** Who gets it. */
export function AudienceFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<BroadcastValues>();
  const [audience] = useWatch({ control, name: ['audience'] });
  return (
    <Section title={t('broadcasts.section.audience')} hint={t('broadcasts.section.audienceHint')}>
      <SelectInput
        name="audience"
        label={t('broadcasts.field.audience')}
        options={AUDIENCES.map((value) => ({ value, label: t(`broadcasts.audience.${value}`) }))}
      />
      {audience === 'segment' && (
        <RemoteInput name="segment_id" of="segment" label={t('broadcasts.field.segment')} required />
      )}
      <SwitchInput
        name="is_test"
        label={t('broadcasts.field.is_test')}
        hint={t('broadcasts.field.isTestHint')}
      />
    </Section>
  );
}
