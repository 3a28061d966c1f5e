import { Box, Button, Stack, Typography } from '@mui/material';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { SettingSpec } from '@/api/schema';
import { useFormats } from '@/components/format';
import { SwitchInput, TextInput } from '@/components/forms/inputs';
import { AdminName } from '@/components/AdminName';
import { settings as texts } from '@/i18n/ru/settings';
import { asText } from './values';

/** One setting: its field, bounds, default and last change. */
export function SettingField({ spec }: { spec: SettingSpec }) {
  const { t, i18n } = useTranslation();
  const label = i18n.language === 'en' ? spec.description_en : spec.description_ru;
  return (
    <Box>
      {spec.type === 'quiet_hours' ? (
        <QuietHours spec={spec} label={label} />
      ) : (
        <Value spec={spec} label={label} />
      )}
      {spec.placeholders && spec.placeholders.length > 0 && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', ml: 1.75 }}>
          {t('settings.placeholders', { names: spec.placeholders.map((name) => `{${name}}`).join(', ') })}
        </Typography>
      )}
      <Changed spec={spec} />
    </Box>
  );
}

function Value({ spec, label }: { spec: SettingSpec; label: string }) {
  const { t } = useTranslation();
  const { setValue, watch } = useFormContext<Record<string, unknown>>();
  const usual = asText(spec.default);
  const isUsual = watch(spec.key) === usual;
  const hints = [
    spec.min !== undefined && spec.max !== undefined && t('settings.range', { min: spec.min, max: spec.max }),
    spec.type === 'integer' && usual !== '' && t('settings.default', { value: usual }),
    isExplained(spec.key) ? t(`settings.expected.${spec.key}`) : spec.expected,
  ].filter(Boolean);
  return (
    <>
      <TextInput
        name={spec.key}
        label={label}
        isLongLabel
        hint={hints.join(' · ') || undefined}
        {...(spec.type === 'text' ? { multiline: true, minRows: 2 } : {})}
        {...(spec.type === 'integer' ? { inputMode: 'numeric' as const } : {})}
      />
      {spec.type === 'text' && !isUsual && (
        <Button size="small" sx={{ ml: 1 }} onClick={() => setValue(spec.key, usual, { shouldDirty: true })}>
          {t('settings.restore')}
        </Button>
      )}
    </>
  );
}

function QuietHours({ spec: { key }, label }: { spec: SettingSpec; label: string }) {
  const { t } = useTranslation();
  const { watch } = useFormContext();
  const isOn = Boolean(watch(`${key}.isOn`));
  return (
    <Stack spacing={1}>
      <SwitchInput name={`${key}.isOn`} label={label} />
      <Stack direction="row" spacing={1}>
        <TextInput name={`${key}.from`} label={t('settings.quietFrom')} type="time" disabled={!isOn} />
        <TextInput name={`${key}.to`} label={t('settings.quietTo')} type="time" disabled={!isOn} />
      </Stack>
    </Stack>
  );
}

function Changed({ spec: { updated_at: at, updated_by_admin_id: by } }: { spec: SettingSpec }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  if (at === undefined) return null;
  return (
    <Typography variant="caption" component="p" sx={{ color: 'text.secondary', ml: 1.75 }}>
      {t('settings.changed', { time: dateTime(at) })}
      {by !== undefined && (
        <>
          {', '}
          <AdminName id={by} />
        </>
      )}
    </Typography>
  );
}

const isExplained = (key: string): key is keyof typeof texts.expected => key in texts.expected;
