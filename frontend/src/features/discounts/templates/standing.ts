import type { Template } from '@/api/schema';

/** Whether a template issues codes now, and if not, why. */
export type Standing = 'on' | 'off' | 'waiting' | 'ended' | 'spent' | 'shadowed';

type Terms = Pick<
  Template,
  'id' | 'event' | 'is_active' | 'valid_from' | 'valid_until' | 'total_limit' | 'issued_count' | 'created_at'
>;

/** Whether a template issues codes, apart from the other templates. */
export function standingAlone(template: Terms, now: Date): Exclude<Standing, 'shadowed'> {
  if (!template.is_active) return 'off';
  if (template.valid_until !== undefined && Date.parse(template.valid_until) < now.getTime()) return 'ended';
  if (template.total_limit !== undefined && template.issued_count >= template.total_limit) return 'spent';
  if (template.valid_from !== undefined && Date.parse(template.valid_from) > now.getTime()) return 'waiting';
  return 'on';
}

/** Whether a template issues codes: the bot uses the newest usable template of an event. */
export function standingAmong(template: Terms, all: readonly Terms[], now: Date): Standing {
  const alone = standingAlone(template, now);
  const isGivenByBot = template.event === 'subscription' || template.event === 'birthday';
  if (alone !== 'on' || !isGivenByBot) return alone;
  const isNewer = (other: Terms) =>
    Date.parse(other.created_at) > Date.parse(template.created_at) ||
    (other.created_at === template.created_at && other.id > template.id);
  const isShadowed = all.some(
    (other) => other.event === template.event && isNewer(other) && isUsable(other, now),
  );
  return isShadowed ? 'shadowed' : 'on';
}

const isUsable = (template: Terms, now: Date) => standingAlone(template, now) === 'on';
