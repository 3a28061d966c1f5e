import { FormHelperText, Stack } from '@mui/material';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { fieldRules, genders, shapeOf } from '@/features/segments/filter/fields';
import { isAnyCampaign, listOf, type ConditionDraft, type Typed } from '@/features/segments/filter/tree';
import { CampaignsValue, CampaignValue } from './CampaignValue';
import { ChoicesValue, ChoiceValue, type Choice } from './ChoiceValue';
import { TagValue } from './TagValue';
import { TimeValue } from './TimeValue';
import { ListValue, TypedValue } from './TypedValue';
import type { One } from './one';

interface Props {
  condition: ConditionDraft;
  error: string | undefined;
  isDisabled: boolean;
  onChange: (value: ConditionDraft['value']) => void;
}

/** The value of a condition: one value, a pair or a list. */
export function ValueEditor({ condition, error, isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const values = listOf(condition.value);
  const shape = shapeOf(condition.op);
  const shared = { error, isDisabled };
  if (isAnyCampaign(condition)) return null;
  switch (shape) {
    case 'list':
      return <ListEditor {...shared} condition={condition} values={values} onChange={onChange} />;
    case 'pair': {
      const isTime = fieldRules[condition.field].kind === 'time';
      const [from = '', to = ''] = values;
      return (
        <>
          <Stack direction="row" spacing={1}>
            <OneEditor
              {...shared}
              error={error && ''}
              condition={condition}
              label={t(isTime ? 'segments.builder.since' : 'segments.builder.from')}
              value={from}
              onChange={(next) => onChange([next, to])}
            />
            <OneEditor
              {...shared}
              error={error && ''}
              condition={condition}
              label={t(isTime ? 'segments.builder.until' : 'segments.builder.to')}
              value={to}
              onChange={(next) => onChange([from, next])}
            />
          </Stack>
          {error && (
            <FormHelperText error sx={{ mx: 1.75 }}>
              {error}
            </FormHelperText>
          )}
        </>
      );
    }
    case 'days':
      return (
        <TypedValue
          {...shared}
          label={t('segments.builder.days')}
          unit={t(
            condition.op === 'within_days'
              ? 'segments.builder.within_days'
              : 'segments.builder.older_than_days',
          )}
          value={values[0] ?? ''}
          onChange={onChange}
        />
      );
    case 'one':
      return <OneEditor {...shared} condition={condition} value={values[0] ?? ''} onChange={onChange} />;
  }
}

function OneEditor({
  condition,
  label,
  ...rest
}: Omit<One, 'label'> & { condition: ConditionDraft; label?: string }) {
  const { t } = useTranslation();
  const months = useMonths();
  const { field } = condition;
  const value = label ?? t('segments.builder.value');
  switch (field) {
    case 'gender':
      return (
        <ChoiceValue {...rest} label={label ?? t('segments.builder.gender')} choices={genderChoices(t)} />
      );
    case 'is_subscribed':
    case 'has_phone': {
      const choices = [
        { value: true, label: t(`segments.flags.${field}.yes`) },
        { value: false, label: t(`segments.flags.${field}.no`) },
      ];
      return <ChoiceValue {...rest} label={value} choices={choices} />;
    }
    case 'birthday_month':
      return <ChoiceValue {...rest} label={label ?? t('segments.builder.month')} choices={months} />;
    case 'campaign_id':
      return condition.op === 'eq' || condition.op === 'ne' ? (
        <CampaignValue {...rest} label={t('segments.builder.campaign')} />
      ) : (
        <TypedValue {...rest} label={value} />
      );
    case 'tags':
      return <TagValue {...rest} label={t('segments.builder.tag')} />;
    case 'created_at':
    case 'last_seen_at':
    case 'last_redeemed_at':
      return <TimeValue {...rest} label={label ?? t('segments.builder.day')} />;
    case 'orders_total':
      return <TypedValue {...rest} label={value} unit={t('common.rubles')} isDecimal />;
    case 'age':
    case 'discounts_issued':
    case 'discounts_redeemed':
    case 'orders_count':
      return <TypedValue {...rest} label={value} />;
  }
}

function ListEditor({
  condition,
  values,
  ...rest
}: Omit<Props, 'onChange'> & { values: readonly Typed[]; onChange: (values: readonly Typed[]) => void }) {
  const { t } = useTranslation();
  const months = useMonths();
  const list = { ...rest, values };
  const { field } = condition;
  if (field === 'gender')
    return <ChoicesValue {...list} label={t('segments.builder.gender')} choices={genderChoices(t)} />;
  if (field === 'birthday_month')
    return <ChoicesValue {...list} label={t('segments.builder.months')} choices={months} />;
  if (field === 'campaign_id') return <CampaignsValue {...list} label={t('segments.builder.campaigns')} />;
  if (field === 'tags') return <ListValue {...list} label={t('segments.builder.tags')} hasKnownTags />;
  return <ListValue {...list} label={t('segments.builder.values')} />;
}

const genderChoices = (t: TFunction): Choice[] =>
  genders.map((value) => ({ value, label: t(`common.gender.${value}`) }));

function useMonths(): Choice[] {
  const { t } = useTranslation();
  return ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const).map((value) => ({
    value,
    label: t(`common.month.${value}`),
  }));
}
