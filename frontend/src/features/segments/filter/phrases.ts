import { canMiss, listed, opposites, type Asked, type Words } from './asked';
import { fieldRules } from './fields';
import { amountPhrase, timePhrase } from './phrase-amounts';
import { genderPhrase, monthPhrase } from './phrase-choices';
import { isAnyCampaign, isTyped, listOf, type ConditionDraft, type Typed } from './tree';

/** A condition, or its opposite, in words that follow "clients with": more than one where any of them will do. */
export function phrases(condition: ConditionDraft, isNegated: boolean, words: Words): string[] {
  const { field, op, value } = condition;
  const values = listOf(value);
  const asked = isNegated ? opposites[op] : op;
  // A condition is false of those who lack what it asks about: its opposite is true of them too.
  const missing = isNegated && canMiss(field) ? [words.t(`segments.say.missing.${field}`)] : [];
  // No number is below the least: what is left of the opposite is that there is none.
  if (asked === 'lt' && Number(values[0]) <= (fieldRules[field].least ?? 0) && missing.length > 0)
    return missing;
  return [say(condition, asked, values, words), ...missing];
}

function say(condition: ConditionDraft, asked: Asked, values: readonly Typed[], words: Words): string {
  const { t } = words;
  const { field } = condition;
  switch (field) {
    case 'gender':
      return genderPhrase(asked, values, t);
    case 'is_subscribed':
    case 'has_phone':
      return t(`segments.say.${field}.${(values[0] === true) === (asked === 'eq') ? 'yes' : 'no'}`);
    case 'tags':
      return tagPhrase(asked, values, words);
    case 'birthday_month':
      return monthPhrase(asked, values, t);
    case 'campaign_id':
      return isAnyCampaign(condition) ? t('segments.say.anyCampaign') : campaignPhrase(asked, values, words);
    case 'age':
    case 'discounts_issued':
    case 'discounts_redeemed':
    case 'orders_count':
    case 'orders_total':
      return amountPhrase(field, asked, values, words);
    case 'created_at':
    case 'last_seen_at':
    case 'last_redeemed_at':
      return timePhrase(field, asked, values, words);
  }
}

function tagPhrase(asked: Asked, values: readonly Typed[], { t }: Words): string {
  const tags = values.map((tag) =>
    isTyped(tag) ? t('segments.say.tag', { tag: String(tag) }) : t('segments.say.unknown'),
  );
  if (asked !== 'notIn') return t('segments.say.tags', { value: listed(tags, 'or', t) });
  const key = tags.length > 1 ? 'segments.say.noTags' : 'segments.say.noTag';
  return t(key, { value: listed(tags, 'and', t) });
}

function campaignPhrase(asked: Asked, values: readonly Typed[], words: Words): string {
  const { t, campaignName } = words;
  const names = values.map((id) =>
    isTyped(id)
      ? t('segments.say.campaign', { name: campaignName(Number(id)) ?? `№ ${String(id)}` })
      : t('segments.say.unknown'),
  );
  if (asked === 'eq' || asked === 'in') return t('segments.say.campaigns', { value: listed(names, 'or', t) });
  if (asked === 'ne' || asked === 'notIn')
    return t('segments.say.notCampaigns', { value: listed(names, 'and', t) });
  return amountPhrase('campaign_id', asked, values, words);
}
