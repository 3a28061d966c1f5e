import type { NewBroadcast } from '@/api/schema';
import { gapsIn, toNew, type BroadcastValues } from '@/features/broadcasts/values';

const WORDS: readonly (string | number | undefined)[] = ['title', 'body', 'buttons', 'media_id', 'media_ref'];

/** Stands in for missing texts, so that the audience can be counted. */
const STAND_IN = '—';

/**
 * The broadcast to ask the server about while it is written; null while the audience is incomplete. `isWhole` is false
 * while the message is incomplete.
 */
export function preflightDraft(
  values: BroadcastValues,
  timeZone: string,
): { draft: NewBroadcast | null; isWhole: boolean } {
  const gaps = gapsIn(values).filter(({ path }) => path[0] !== 'title');
  if (gaps.some(({ path }) => !WORDS.includes(path[0]))) return { draft: null, isWhole: false };
  const isWhole = gaps.length === 0;
  const words: Partial<BroadcastValues> = isWhole ? {} : { body: STAND_IN, media_type: 'none', buttons: [] };
  // The title does not affect the answer.
  return { draft: toNew({ ...values, ...words, title: STAND_IN }, timeZone), isWhole };
}
