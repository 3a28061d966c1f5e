import type { NewBroadcast } from '@/api/schema';
import { gapsIn, toNew, type BroadcastValues } from '@/features/broadcasts/values';

const WORDS: readonly (string | number | undefined)[] = ['title', 'body', 'buttons', 'media_id', 'media_ref'];

/** In the place of words that are not ready: who gets them can be told all the same. */
const STAND_IN = '—';

/**
 * What to ask the server about while a broadcast is being written; null while nobody could get it. `isWhole` is false as
 * long as its words are not ready.
 */
export function askable(
  values: BroadcastValues,
  timeZone: string,
): { draft: NewBroadcast | null; isWhole: boolean } {
  const gaps = gapsIn(values).filter(({ path }) => path[0] !== 'title');
  if (gaps.some(({ path }) => !WORDS.includes(path[0]))) return { draft: null, isWhole: false };
  const isWhole = gaps.length === 0;
  const words: Partial<BroadcastValues> = isWhole ? {} : { body: STAND_IN, media_type: 'none', buttons: [] };
  // The title is for staff alone: another one changes nothing of what is asked.
  return { draft: toNew({ ...values, ...words, title: STAND_IN }, timeZone), isWhole };
}
