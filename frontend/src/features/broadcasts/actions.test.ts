import { describe, expect, it } from 'vitest';
import type { Broadcast, BroadcastStatus } from '@/api/schema';
import { ACTIONS, isMoving, outcomeWord, progressOf, refusal, type Action, type Refusal } from './actions';

const NOW = Date.parse('2026-03-05T00:00:00Z');
const COUNTS = { pending: 0, success: 5, failed: 1, blocked: 0, skipped: 0, uncertain: 1 };

function broadcast(status: BroadcastStatus, more: Partial<Broadcast> = {}): Broadcast {
  const hasBegun = status !== 'draft' && status !== 'scheduled';
  return {
    id: 1,
    title: 'Весна',
    kind: 'html',
    status,
    body: 'Привет',
    media_type: 'none',
    buttons: [],
    unsubscribe_button: true,
    is_test: false,
    ignore_quiet_hours: false,
    audience_total: 7,
    is_laid_out: true,
    excluded: { blocked: 0, opted_out: 0, no_consent: 0 },
    counts: COUNTS,
    created_at: '2026-03-04T00:00:00Z',
    updated_at: '2026-03-04T00:00:00Z',
    ...(hasBegun ? { started_at: '2026-03-04T00:00:00Z' } : {}),
    ...more,
  };
}

it.each<[BroadcastStatus, Action[]]>([
  ['draft', ['edit', 'start', 'cancel', 'delete']],
  ['scheduled', ['start', 'unschedule', 'cancel']],
  ['sending', ['pause', 'cancel']],
  ['paused', ['resume', 'cancel', 'recall']],
  ['sent', ['retry', 'recall']],
  ['canceled', ['recall']],
  ['error', ['resume', 'cancel', 'recall']],
])('what can be done with one that is %s', (status, expected) =>
  expect(ACTIONS.filter((action) => refusal(action, broadcast(status), NOW) === null)).toEqual(expected),
);

describe('why not', () => {
  const recall = { requested_at: '2026-03-04T00:00:00Z', revokes_codes: false };
  it.each<[Action, Broadcast, Refusal]>([
    ['edit', broadcast('scheduled'), 'scheduledIsFixed'],
    ['unschedule', broadcast('draft'), 'notScheduled'],
    ['unschedule', broadcast('sending'), 'begun'],
    ['recall', broadcast('sent', { finished_at: '2026-03-02T23:59:59Z' }), 'recallTooLate'],
    ['recall', broadcast('sent', { counts: { ...COUNTS, success: 0 } }), 'nobodyGotIt'],
    ['recall', broadcast('sent', { recall }), 'recallRuns'],
    ['recall', broadcast('canceled', { started_at: undefined as never }), 'notBegun'],
    ['resume', broadcast('paused', { recall }), 'recallRuns'],
    ['retry', broadcast('sent', { recall }), 'recallRuns'],
    ['retry', broadcast('sent', { counts: { ...COUNTS, failed: 0, uncertain: 0 } }), 'nobodyMissed'],
  ])('%s', (action, of, expected) => expect(refusal(action, of, NOW)).toBe(expected));

  it('a recall that is over may be followed by another', () => {
    const over = { ...recall, finished_at: '2026-03-04T01:00:00Z' };
    expect(refusal('recall', broadcast('sent', { recall: over }), NOW)).toBeNull();
    expect(isMoving(broadcast('sent', { recall: over }))).toBe(false);
    expect(isMoving(broadcast('sent', { recall }))).toBe(true);
  });
});

it('waits no more once it was canceled', () => {
  expect(outcomeWord(broadcast('canceled'), 'pending')).toBe('unsent');
  expect(outcomeWord(broadcast('canceled'), 'success')).toBe('success');
  expect(outcomeWord(broadcast('paused'), 'pending')).toBe('pending');
});

it('is half done when half was tried', () => {
  expect(progressOf(broadcast('sending', { audience_total: 14, counts: { ...COUNTS, pending: 7 } }))).toBe(
    0.5,
  );
  expect(progressOf(broadcast('draft', { audience_total: 0 }))).toBe(0);
});
