import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { useTimeZone } from '@/api/session-hooks';
import { DateTimeInput, NumberInput, SelectInput, SwitchInput } from '@/components/forms/inputs';
import { SpacedSection } from '@/components/SpacedSection';
import { PACES, type BroadcastValues } from '@/features/broadcasts/values';

/** The start and the pace of a broadcast. */
export function TimingFields() {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const { control } = useFormContext<BroadcastValues>();
  const [begins, pace] = useWatch({ control, name: ['begins', 'pace'] });
  const settings = useGet('/settings', {}, { staleTime: 60_000 }).data;
  const quiet = settings?.quiet_hours;
  const usual = settings?.broadcast_rate_per_minute;
  return (
    <SpacedSection title={t('broadcasts.section.timing')}>
      <SelectInput
        name="begins"
        label={t('broadcasts.field.begins')}
        options={[
          { value: 'now', label: t('broadcasts.field.beginsNow') },
          { value: 'later', label: t('broadcasts.field.beginsLater') },
        ]}
      />
      {begins === 'later' && (
        <DateTimeInput
          name="scheduled_at"
          label={t('broadcasts.field.scheduled_at')}
          hint={t('broadcasts.field.scheduledHint', { zone: timeZone })}
        />
      )}
      <SelectInput
        name="pace"
        label={t('broadcasts.field.pace')}
        hint={t('broadcasts.field.paceHint')}
        options={PACES.map((value) => ({
          value,
          label:
            value === 'usual' && usual
              ? t('broadcasts.pace.usualOf', { count: usual })
              : t(`broadcasts.pace.${value}`),
        }))}
      />
      {pace === 'own' && <NumberInput name="rate_per_minute" label={t('broadcasts.field.rate_per_minute')} />}
      {quiet && (
        <SwitchInput
          name="ignore_quiet_hours"
          label={t('broadcasts.field.ignore_quiet_hours')}
          hint={t('broadcasts.field.quietHint', quiet)}
        />
      )}
    </SpacedSection>
  );
}
