import type { GroupBy } from '@/api/schema';

/** What each report's view is given. */
export interface ReportProps {
  /** Over which local days, and what a point of the series is. */
  query: { from: string; to: string; group_by?: GroupBy };
}
