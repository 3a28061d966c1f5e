import { Alert } from '@mui/material';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { SwitchInput, TextInput } from '@/components/forms/inputs';
import { SpacedSection } from '@/components/SpacedSection';
import type { BroadcastValues } from '@/features/broadcasts/values';
import { BodyInput } from './BodyInput';
import { ButtonsInput } from './ButtonsInput';
import { MediaInput } from './MediaInput';

/** The message of a broadcast. */
export function MessageFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<BroadcastValues>();
  const [kind, mediaType, hasCode] = useWatch({ control, name: ['kind', 'media_type', 'gives_codes'] });
  return (
    <>
      <SpacedSection title={t('broadcasts.section.message')}>
        <TextInput
          name="title"
          label={t('broadcasts.field.title')}
          hint={t('broadcasts.field.titleHint')}
          required
        />
        {kind === 'copy' ? (
          <Alert severity="info">{t('broadcasts.field.copyNotice')}</Alert>
        ) : (
          <>
            <BodyInput hasMedia={mediaType !== 'none'} hasCode={hasCode} />
            <MediaInput />
          </>
        )}
      </SpacedSection>
      <SpacedSection title={t('broadcasts.buttons.title')}>
        <ButtonsInput />
        <SwitchInput
          name="unsubscribe_button"
          label={t('broadcasts.field.unsubscribe')}
          hint={t('broadcasts.field.unsubscribeHint')}
        />
      </SpacedSection>
    </>
  );
}
