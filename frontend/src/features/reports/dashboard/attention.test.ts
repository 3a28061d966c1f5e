import { describe, expect, it } from 'vitest';
import type { ReportAttention } from '@/api/schema';
import { concernsOf } from './attention';

const calm: ReportAttention = {
  cashier_requests: 0,
  failed_messages: 0,
  failed_notifications: 0,
  stuck_notifications: 0,
  uncertain_messages: 0,
  stuck_broadcasts: [],
  sending_broadcasts: [],
  scarce_budgets: [],
  unfinished_runs: [],
};

describe('concernsOf', () => {
  it('says nothing when all is well', () => expect(concernsOf(calm)).toEqual([]));

  it('puts what cannot wait first and leads to where it is mended', () => {
    const concerns = concernsOf({
      ...calm,
      failed_messages: 3,
      cashier_requests: 2,
      stuck_broadcasts: [{ broadcast_id: 7, title: 'Весна', state: 'error' }],
      scarce_budgets: [{ template_id: 4, name: 'Весенняя', left: 0 }],
    });
    expect(concerns.map(({ kind, to }) => [kind, to])).toEqual([
      ['cashierRequests', '/cashiers?tab=requests'],
      ['stuckBroadcast', '/broadcasts/7'],
      ['scarceBudget', '/templates/4'],
      ['failedMessages', '/broadcasts'],
    ]);
  });

  it('does not hurry for a budget that still has some', () => {
    const [scarce] = concernsOf({ ...calm, scarce_budgets: [{ name: 'Весенняя', left: 5 }] });
    expect(scarce).toMatchObject({ kind: 'scarceBudget', count: 5, isUrgent: false, to: '/templates' });
  });
});
