import { useTranslation } from 'react-i18next';
import type { segments } from '@/i18n/ru/segments';
import { fieldRules, type Field, type Op } from './fields';

type Family = keyof typeof segments.ops;

/** Gives the label of an op for a field. */
export function useOpLabel(field: Field): (op: Op) => string {
  const { t } = useTranslation();
  const family = familyOf(field);
  return (op) => {
    // Each family has a text for every op of its fields.
    const key = `segments.ops.${family}.${op}`;
    return t(key as 'segments.ops.number.eq');
  };
}

function familyOf(field: Field): Family {
  if (field === 'campaign_id') return 'campaign';
  if (field === 'birthday_month') return 'month';
  const { kind } = fieldRules[field];
  if (kind === 'money' || kind === 'flag') return 'number';
  return kind;
}
