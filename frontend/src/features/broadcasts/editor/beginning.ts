import type { Broadcast, SegmentFilter } from '@/api/schema';
import { countConditions } from '@/features/segments/filter/tree';
import { EMPTY, valuesOf, type BroadcastValues } from '@/features/broadcasts/values';

/** With what another page opens the editor, as the router's `location.state`. */
export interface EditorState {
  /** To the clients of this filter; */
  filter?: SegmentFilter;
  /** of this segment. */
  segmentId?: number;
  /** A new one like this. */
  copyOf?: Broadcast;
}

/** What the editor begins with when another page opened it; null when none did. */
export function beginningOf(state: unknown, timeZone: string): BroadcastValues | null {
  const { filter, segmentId, copyOf } = (state ?? {}) as EditorState;
  if (copyOf) {
    // Its time is most likely over, and is to be thought of anew.
    return { ...valuesOf(copyOf, timeZone), begins: 'now', scheduled_at: '' };
  }
  if (segmentId !== undefined) return { ...EMPTY, audience: 'segment', segment_id: segmentId };
  if (filter === undefined) return null;
  // A list without filters means everybody.
  return countConditions(filter) === 0 ? EMPTY : { ...EMPTY, audience: 'filter', filter };
}
