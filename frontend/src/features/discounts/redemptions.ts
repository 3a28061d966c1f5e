import type { UsageLog } from '@/api/schema';

/** The redemptions that stand, the newest first: those that may be taken back. */
export function standing(logs: readonly UsageLog[]): UsageLog[] {
  return logs.filter(({ status, undone_at }) => status === 'success' && undone_at === undefined);
}
