import type { ReportAttention, UnfinishedRun } from '@/api/schema';

/** A concern that needs attention. */
export interface Concern {
  kind:
    | 'cashierRequests'
    | 'failedNotifications'
    | 'stuckNotifications'
    | 'failedMessages'
    | 'uncertainMessages'
    | 'stuckBroadcast'
    | 'scarceBudget'
    | 'unfinishedRun';
  count: number;
  /** The name of the broadcast or template. */
  name?: string;
  /** The unfinished job and its local day. */
  run?: UnfinishedRun;
  /** The page that helps, if any. */
  to?: string;
  isUrgent: boolean;
}

/** The concerns of a report, urgent ones first. */
export function concernsOf(attention: ReportAttention): Concern[] {
  const counted: Concern[] = [
    {
      kind: 'cashierRequests',
      count: attention.cashier_requests,
      to: '/cashiers?tab=requests',
      isUrgent: true,
    },
    { kind: 'stuckNotifications', count: attention.stuck_notifications, isUrgent: true },
    { kind: 'failedNotifications', count: attention.failed_notifications, isUrgent: false },
    { kind: 'failedMessages', count: attention.failed_messages, to: '/broadcasts', isUrgent: false },
    { kind: 'uncertainMessages', count: attention.uncertain_messages, to: '/broadcasts', isUrgent: false },
  ];
  const named: Concern[] = [
    ...attention.stuck_broadcasts.map(({ broadcast_id: id, title }) => ({
      kind: 'stuckBroadcast' as const,
      count: 1,
      name: title,
      to: id === undefined ? '/broadcasts' : `/broadcasts/${id}`,
      isUrgent: true,
    })),
    ...attention.scarce_budgets.map(({ template_id: id, name, left }) => ({
      kind: 'scarceBudget' as const,
      count: left,
      name,
      to: id === undefined ? '/templates' : `/templates/${id}`,
      isUrgent: left === 0,
    })),
    ...attention.unfinished_runs.map((run) => ({
      kind: 'unfinishedRun' as const,
      count: 1,
      run,
      isUrgent: false,
    })),
  ];
  return [...counted.filter(({ count }) => count > 0), ...named].sort(
    (a, b) => Number(b.isUrgent) - Number(a.isUrgent),
  );
}
