import type { Broadcast, SegmentFilter } from '@/api/schema';
import { countConditions } from '@/features/segments/filter/tree';
import { EMPTY, valuesOf, type BroadcastValues } from '@/features/broadcasts/values';

/** The router's `location.state` with which other pages open the editor. */
export interface EditorState {
  /** Filter of the audience. */
  filter?: SegmentFilter;
  /** Segment of the audience. */
  segmentId?: number;
  /** Broadcast to copy. */
  copyOf?: Broadcast;
}

/** The initial values given by another page; null when there are none. */
export function initialValues(state: unknown, timeZone: string): BroadcastValues | null {
  const { filter, segmentId, copyOf } = (state ?? {}) as EditorState;
  if (copyOf) {
    // The time of the original is most likely over.
    return { ...valuesOf(copyOf, timeZone), begins: 'now', scheduled_at: '' };
  }
  if (segmentId !== undefined) return { ...EMPTY, audience: 'segment', segment_id: segmentId };
  if (filter === undefined) return null;
  // A list without filters means everybody.
  return countConditions(filter) === 0 ? EMPTY : { ...EMPTY, audience: 'filter', filter };
}
