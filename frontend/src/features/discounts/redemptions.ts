import type { UsageLog } from '@/api/schema';

/** Redemptions that can be undone, newest first. */
export function standing(logs: readonly UsageLog[]): UsageLog[] {
  return logs.filter(({ status, undone_at }) => status === 'success' && undone_at === undefined);
}
