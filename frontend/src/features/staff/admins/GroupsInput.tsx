import { Checkbox, FormControl, FormControlLabel, FormGroup, FormLabel } from '@mui/material';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { NotificationGroup } from '@/api/schema';

const GROUPS = [
  'cashier_requests',
  'broadcasts',
  'alerts',
  'daily_report',
] as const satisfies NotificationGroup[];

/** The notifications that an admin gets in Telegram. */
export function GroupsInput({ name }: { name: string }) {
  const { t } = useTranslation();
  const { field } = useController<Record<string, NotificationGroup[]>>({ name });
  const chosen: readonly NotificationGroup[] = field.value;
  return (
    <FormControl component="fieldset">
      <FormLabel component="legend">{t('admins.form.groups')}</FormLabel>
      <FormGroup>
        {GROUPS.map((group) => (
          <FormControlLabel
            key={group}
            label={t(`admins.groupHints.${group}`)}
            control={
              <Checkbox
                checked={chosen.includes(group)}
                onChange={(_, isOn) =>
                  field.onChange(GROUPS.filter((other) => (other === group ? isOn : chosen.includes(other))))
                }
              />
            }
          />
        ))}
      </FormGroup>
    </FormControl>
  );
}
