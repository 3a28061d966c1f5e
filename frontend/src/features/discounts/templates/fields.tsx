import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Template } from '@/api/schema';
import {
  DateTimeInput,
  MoneyInput,
  NumberInput,
  SelectInput,
  SwitchInput,
  TextInput,
} from '@/components/forms/inputs';
import { Muted } from '@/components/Muted';
import { SpacedSection } from '@/components/SpacedSection';
import type { TemplateFields } from './form';
import { visibleText } from '@/components/message/TelegramHtml';

const EVENTS = ['subscription', 'birthday', 'campaign', 'manual'] as const;
const RECURRENCES = ['once', 'days', 'monthly', 'yearly', 'unlimited'] as const;

/** The value and the lifetime of a code. */
export function GiftFields() {
  const { t } = useTranslation();
  const [value_type, usage_type] = useWatch<TemplateFields, ['value_type', 'usage_type']>({
    name: ['value_type', 'usage_type'],
  });
  const isPercent = value_type === 'percent';
  return (
    <SpacedSection title={t('templates.sections.what')}>
      <TextInput
        required
        name="name"
        label={t('templates.fields.name')}
        hint={t('templates.fields.nameHint')}
      />
      <Pair>
        <SelectInput
          name="value_type"
          label={t('templates.fields.value_type')}
          options={(['percent', 'fixed'] as const).map((value) => ({
            value,
            label: t(`templates.fields.${value}`),
          }))}
        />
        <TextInput
          required
          name="value"
          inputMode="decimal"
          unit={isPercent ? '%' : '₽'}
          label={isPercent ? t('templates.fields.valuePercent') : t('templates.fields.valueFixed')}
          hint={isPercent ? t('templates.fields.valuePercentHint') : t('templates.fields.valueFixedHint')}
        />
      </Pair>
      <Pair>
        <SelectInput
          name="usage_type"
          label={t('templates.fields.usage_type')}
          options={(['single', 'multi'] as const).map((value) => ({
            value,
            label: t(`templates.fields.${value}`),
          }))}
        />
        {usage_type === 'multi' && (
          <NumberInput
            required
            name="max_uses"
            label={t('templates.fields.max_uses')}
            hint={t('templates.fields.max_usesHint')}
          />
        )}
        <NumberInput
          required
          name="duration_days"
          label={t('templates.fields.duration_days')}
          hint={t('templates.fields.duration_daysHint')}
        />
      </Pair>
    </SpacedSection>
  );
}

/** The event that issues codes, and how often. */
export function OccasionFields() {
  const { t } = useTranslation();
  const [event, recurrence] = useWatch<TemplateFields, ['event', 'recurrence']>({
    name: ['event', 'recurrence'],
  });
  const isBirthday = event === 'birthday';
  const options = RECURRENCES.map((value) => ({ value, label: t(`templates.recurrenceChoice.${value}`) }));
  return (
    <SpacedSection title={t('templates.sections.when')}>
      <SelectInput
        name="event"
        label={t('templates.fields.event')}
        hint={t(`templates.eventHints.${event}`)}
        options={EVENTS.map((value) => ({ value, label: t(`templates.events.${value}`) }))}
      />
      {isBirthday ? (
        // The chosen recurrence stays in the form, for when the event is changed back.
        <Muted>{t('templates.recurrenceHints.birthday')}</Muted>
      ) : (
        <Pair>
          <SelectInput
            name="recurrence"
            label={t('templates.fields.recurrence')}
            hint={
              event === 'manual'
                ? t('templates.recurrenceHints.manual')
                : t(`templates.recurrenceHints.${recurrence}`)
            }
            options={options}
          />
          {recurrence === 'days' && (
            <NumberInput required name="recurrence_days" label={t('templates.fields.recurrence_days')} />
          )}
        </Pair>
      )}
    </SpacedSection>
  );
}

/** The minimum, the number of codes and the dates. */
export function LimitFields({ template }: { template: Template | undefined }) {
  const { t } = useTranslation();
  return (
    <SpacedSection title={t('templates.sections.limits')}>
      <Pair>
        <MoneyInput
          name="min_order_amount"
          label={t('templates.fields.min_order_amount')}
          hint={t('templates.fields.min_order_amountHint')}
        />
        <NumberInput
          name="total_limit"
          label={t('templates.fields.total_limit')}
          hint={
            template
              ? t('templates.fields.total_limitUsed', { count: template.issued_count })
              : t('templates.fields.total_limitHint')
          }
        />
      </Pair>
      <Pair>
        <DateTimeInput
          name="valid_from"
          label={t('templates.fields.valid_from')}
          hint={t('templates.fields.validHint')}
        />
        <DateTimeInput name="valid_until" label={t('templates.fields.valid_until')} />
      </Pair>
    </SpacedSection>
  );
}

/** The texts for the client and for the staff. */
export function TextFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const message = useWatch<TemplateFields, 'message_text'>({ name: 'message_text' });
  return (
    <SpacedSection title={t('templates.sections.text')}>
      <TextInput
        multiline
        minRows={3}
        name="message_text"
        label={t('templates.fields.message_text')}
        hint={t('templates.fields.message_textHint', { count: visibleText(message).length })}
      />
      <TextInput
        multiline
        name="description"
        label={t('templates.fields.description')}
        hint={t('templates.fields.descriptionHint')}
      />
      {isNew && (
        <SwitchInput
          name="is_active"
          label={t('templates.fields.is_active')}
          hint={t('templates.fields.is_activeHint')}
        />
      )}
    </SpacedSection>
  );
}

function Pair({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
      {children}
    </Box>
  );
}
