import { canMiss, listed, opposites, type Comparison, type Words } from './words';
import { fieldRules } from './fields';
import { amountPhrase, timePhrase } from './phrase-amounts';
import { genderPhrase, monthPhrase } from './phrase-choices';
import { isAnyCampaign, isTyped, listOf, type ConditionDraft, type Typed } from './tree';

/** A condition or its opposite, in phrases that follow "clients with" and are joined by "or". */
export function phrases(condition: ConditionDraft, isNegated: boolean, words: Words): string[] {
  const { field, op, value } = condition;
  const values = listOf(value);
  const comparison = isNegated ? opposites[op] : op;
  // A condition is false for clients without the value, so its opposite includes them.
  const missing = isNegated && canMiss(field) ? [words.t(`segments.say.missing.${field}`)] : [];
  // No number is below the least, so only the missing value remains.
  if (comparison === 'lt' && Number(values[0]) <= (fieldRules[field].least ?? 0) && missing.length > 0)
    return missing;
  return [say(condition, comparison, values, words), ...missing];
}

function say(
  condition: ConditionDraft,
  comparison: Comparison,
  values: readonly Typed[],
  words: Words,
): string {
  const { t } = words;
  const { field } = condition;
  switch (field) {
    case 'gender':
      return genderPhrase(comparison, values, t);
    case 'is_subscribed':
    case 'has_phone':
      return t(`segments.say.${field}.${(values[0] === true) === (comparison === 'eq') ? 'yes' : 'no'}`);
    case 'tags':
      return tagPhrase(comparison, values, words);
    case 'birthday_month':
      return monthPhrase(comparison, values, t);
    case 'campaign_id':
      return isAnyCampaign(condition)
        ? t('segments.say.anyCampaign')
        : campaignPhrase(comparison, values, words);
    case 'age':
    case 'discounts_issued':
    case 'discounts_redeemed':
    case 'orders_count':
    case 'orders_total':
      return amountPhrase(field, comparison, values, words);
    case 'created_at':
    case 'last_seen_at':
    case 'last_redeemed_at':
      return timePhrase(field, comparison, values, words);
  }
}

function tagPhrase(comparison: Comparison, values: readonly Typed[], { t }: Words): string {
  const tags = values.map((tag) =>
    isTyped(tag) ? t('segments.say.tag', { tag: String(tag) }) : t('segments.say.unknown'),
  );
  if (comparison !== 'notIn') return t('segments.say.tags', { value: listed(tags, 'or', t) });
  const key = tags.length > 1 ? 'segments.say.noTags' : 'segments.say.noTag';
  return t(key, { value: listed(tags, 'and', t) });
}

function campaignPhrase(comparison: Comparison, values: readonly Typed[], words: Words): string {
  const { t, campaignName } = words;
  const names = values.map((id) =>
    isTyped(id)
      ? t('segments.say.campaign', { name: campaignName(Number(id)) ?? `№ ${String(id)}` })
      : t('segments.say.unknown'),
  );
  if (comparison === 'eq' || comparison === 'in')
    return t('segments.say.campaigns', { value: listed(names, 'or', t) });
  if (comparison === 'ne' || comparison === 'notIn')
    return t('segments.say.notCampaigns', { value: listed(names, 'and', t) });
  return amountPhrase('campaign_id', comparison, values, words);
}
