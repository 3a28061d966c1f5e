import { z } from 'zod';
import type { Campaign, CampaignPatch, NewCampaign } from '@/api/schema';
import { optionalInstant, optionalText, optionalWhole, text } from '@/components/forms/fields';
import { localOf } from '@/components/zone';

/** The fields of the editor. */
export interface CampaignValues {
  name: string;
  slug: string;
  description: string;
  template_id: number | null;
  /** In the shops' zone, as `datetime-local` has it. */
  starts_at: string;
  ends_at: string;
  total_limit: string;
  is_active: boolean;
}

/** The fields of a new campaign. */
export const EMPTY: CampaignValues = {
  name: '',
  slug: '',
  description: '',
  template_id: null,
  starts_at: '',
  ends_at: '',
  total_limit: '',
  is_active: true,
};

/** The values of a stored campaign. */
export function valuesOf(from: Campaign, timeZone: string): CampaignValues {
  const local = (instant: string | undefined) => (instant === undefined ? '' : localOf(instant, timeZone));
  return {
    name: from.name,
    slug: from.slug,
    description: from.description ?? '',
    template_id: from.template_id ?? null,
    starts_at: local(from.starts_at),
    ends_at: local(from.ends_at),
    total_limit: from.total_limit === undefined ? '' : String(from.total_limit),
    is_active: from.is_active,
  };
}

type Complete = Required<CampaignPatch>;

/** Reads the fields as the API takes them. */
export function campaignSchema(timeZone: string): z.ZodType<Complete, CampaignValues> {
  return z.object({
    name: text(),
    slug: text(),
    description: optionalText(),
    template_id: z.number().nullable(),
    starts_at: optionalInstant(timeZone),
    ends_at: optionalInstant(timeZone),
    total_limit: optionalWhole(),
    is_active: z.boolean(),
  });
}

/** A new campaign; empty fields are left out. */
export function toNew(values: Complete): NewCampaign {
  const { name, slug: word, is_active, description, template_id, starts_at, ends_at, total_limit } = values;
  return {
    name,
    slug: word,
    is_active,
    ...(description === null ? {} : { description }),
    ...(template_id === null ? {} : { template_id }),
    ...(starts_at === null ? {} : { starts_at }),
    ...(ends_at === null ? {} : { ends_at }),
    ...(total_limit === null ? {} : { total_limit }),
  };
}
