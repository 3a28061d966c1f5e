import { now as serverNow } from '@/api/clock';
import type { Broadcast, BroadcastStatus, RecipientStatus } from '@/api/schema';

/** The actions on a broadcast. */
export const ACTIONS = [
  'edit',
  'start',
  'unschedule',
  'pause',
  'resume',
  'cancel',
  'retry',
  'recall',
  'delete',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Why an action is refused; the texts are in `broadcasts.why`. */
export type Refusal =
  | 'onlyDraft'
  | 'scheduledIsFixed'
  | 'notScheduled'
  | 'begun'
  | 'over'
  | 'notSending'
  | 'notHeld'
  | 'notBegun'
  | 'stillSending'
  | 'notSent'
  | 'nobodyGotIt'
  | 'nobodyMissed'
  | 'recallTooLate'
  | 'recallRuns';

const RECALL_WINDOW_MS = 48 * 3_600_000;
const STANDS_STILL: readonly BroadcastStatus[] = ['sent', 'canceled', 'paused', 'error'];

/** Why the action is refused in the present state, by the server's rules; null when it is allowed. */
export function refusal(action: Action, broadcast: Broadcast, now = serverNow()): Refusal | null {
  const { status, counts, started_at } = broadcast;
  switch (action) {
    case 'edit':
      if (status === 'scheduled') return 'scheduledIsFixed';
      return status === 'draft' ? null : 'begun';
    case 'delete':
      return status === 'draft' ? null : 'onlyDraft';
    case 'start':
      return status === 'draft' || status === 'scheduled' ? null : 'begun';
    case 'unschedule':
      if (status === 'draft') return 'notScheduled';
      return status === 'scheduled' ? null : 'begun';
    case 'pause':
      return status === 'sending' ? null : 'notSending';
    case 'resume':
      if (status !== 'paused' && status !== 'error') return 'notHeld';
      return isBeingRecalled(broadcast) ? 'recallRuns' : null;
    case 'cancel':
      return status === 'sent' || status === 'canceled' ? 'over' : null;
    case 'retry':
      if (status !== 'sent') return 'notSent';
      if (isBeingRecalled(broadcast)) return 'recallRuns';
      return counts.failed + counts.uncertain > 0 ? null : 'nobodyMissed';
    case 'recall':
      if (started_at === undefined) return 'notBegun';
      if (!STANDS_STILL.includes(status)) return 'stillSending';
      if (isBeingRecalled(broadcast)) return 'recallRuns';
      if (counts.success === 0) return 'nobodyGotIt';
      return now - Date.parse(lastSent(broadcast)) > RECALL_WINDOW_MS ? 'recallTooLate' : null;
  }
}

/** Whether the messages are being recalled. */
export function isBeingRecalled({ recall }: Broadcast): boolean {
  return recall !== undefined && recall.finished_at === undefined;
}

/** Whether the broadcast changes by itself, so that pages keep it up to date. */
export function isMoving(broadcast: Broadcast): boolean {
  return broadcast.status === 'scheduled' || broadcast.status === 'sending' || isBeingRecalled(broadcast);
}

/** The key of an outcome's text; pending recipients of a canceled broadcast are `unsent`. */
export const outcomeWord = ({ status }: Broadcast, outcome: RecipientStatus): RecipientStatus | 'unsent' =>
  status === 'canceled' && outcome === 'pending' ? 'unsent' : outcome;

/** When the last message was sent, or a little later. */
function lastSent({ finished_at, updated_at }: Broadcast): string {
  return finished_at ?? updated_at;
}

/** The share of recipients that were tried, from 0 to 1. */
export function progressOf({ audience_total, counts }: Broadcast): number {
  return audience_total === 0 ? 0 : (audience_total - counts.pending) / audience_total;
}
