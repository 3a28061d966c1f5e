import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { RemoteInput, SwitchInput } from '@/components/forms/inputs';
import { SpacedSection } from '@/components/SpacedSection';
import type { BroadcastValues } from '@/features/broadcasts/values';

/** Whether every recipient gets a code, and of which template. */
export function CodesFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<BroadcastValues>();
  const [kind, givesCodes] = useWatch({ control, name: ['kind', 'gives_codes'] });
  // A copied message has no place for a code.
  if (kind === 'copy') return null;
  return (
    <SpacedSection title={t('broadcasts.section.codes')}>
      <SwitchInput
        name="gives_codes"
        label={t('broadcasts.field.codes')}
        hint={t('broadcasts.field.codesHint')}
      />
      {givesCodes && (
        <RemoteInput
          name="template_id"
          of="template"
          onlyActive
          label={t('broadcasts.field.template')}
          hint={t('broadcasts.field.templateHint')}
          required
        />
      )}
    </SpacedSection>
  );
}
