import { MenuItem, Stack, TextField } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { GroupBy } from '@/api/schema';
import { useTimeZone } from '@/api/session-hooks';
import { TimeField } from '@/components/TimeField';
import { dayIn } from '@/components/zone';
import { periodOf, presetOf, presets, type Period, type Preset } from './period';

interface Props {
  period: Period;
  groupBy: GroupBy | undefined;
  onChange: (changes: { from?: string; to?: string; group_by?: GroupBy | '' }) => void;
}

/** Chooses the days of a report and the grouping of its chart. */
export function PeriodPicker({ period, groupBy, onChange }: Props) {
  const { t } = useTranslation();
  const today = dayIn(useTimeZone());
  const edge = (end: 'from' | 'to') => (
    <TimeField
      label={t(`reports.${end}`)}
      value={period[end]}
      onChange={(day) => {
        if (day !== '') onChange({ [end]: day });
      }}
      max={today}
      isRequired
      sx={{ flex: { xs: '1 1 45%', sm: '0 0 auto' } }}
    />
  );
  return (
    <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap' }}>
      <TextField
        select
        size="small"
        label={t('reports.period')}
        value={presetOf(period, today) ?? 'own'}
        onChange={(event) => {
          if (event.target.value !== 'own') onChange({ ...periodOf(event.target.value as Preset, today) });
        }}
        sx={{ minWidth: 170, flex: { xs: '1 1 100%', sm: '0 0 auto' } }}
      >
        {presets.map((preset) => (
          <MenuItem key={preset} value={preset}>
            {t(`reports.preset.${preset}`)}
          </MenuItem>
        ))}
        <MenuItem value="own">{t('reports.preset.own')}</MenuItem>
      </TextField>
      {edge('from')}
      {edge('to')}
      <TextField
        select
        size="small"
        label={t('reports.groupBy')}
        value={groupBy ?? ''}
        onChange={(event) => onChange({ group_by: event.target.value as GroupBy | '' })}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        sx={{ minWidth: 150, flex: { xs: '1 1 100%', sm: '0 0 auto' } }}
      >
        <MenuItem value="">{t('reports.group.auto')}</MenuItem>
        {(['day', 'week', 'month'] as const).map((group) => (
          <MenuItem key={group} value={group}>
            {t(`reports.group.${group}`)}
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}
