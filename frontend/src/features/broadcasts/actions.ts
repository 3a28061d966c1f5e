import { now as serverNow } from '@/api/clock';
import type { Broadcast, BroadcastStatus, RecipientStatus } from '@/api/schema';

/** What can be done with a broadcast. */
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

/** Why something cannot be done now; the texts are in `broadcasts.why`. */
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

/** Why the action is refused in the present state; null when it is not. The rules are the server's. */
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

/** Whether its messages are being taken back. */
export function isBeingRecalled({ recall }: Broadcast): boolean {
  return recall !== undefined && recall.finished_at === undefined;
}

/** Whether it changes by itself, so that whoever looks wants to see it move. */
export function isMoving(broadcast: Broadcast): boolean {
  return broadcast.status === 'scheduled' || broadcast.status === 'sending' || isBeingRecalled(broadcast);
}

/** The word for an outcome: who still waits in one that was canceled will wait for ever. */
export const outcomeWord = ({ status }: Broadcast, outcome: RecipientStatus): RecipientStatus | 'unsent' =>
  status === 'canceled' && outcome === 'pending' ? 'unsent' : outcome;

/** When its last message went out, or a little later. */
function lastSent({ finished_at, updated_at }: Broadcast): string {
  return finished_at ?? updated_at;
}

/** How many have been tried, from 0 to 1. */
export function progressOf({ audience_total, counts }: Broadcast): number {
  return audience_total === 0 ? 0 : (audience_total - counts.pending) / audience_total;
}
