import type { GroupBy } from '@/api/schema';
import { addDays } from '@/components/zone';

/** Days of a report, both included. */
export interface Period {
  from: string;
  to: string;
}

/** Periods that can be chosen by name. */
export const presets = ['today', 'week', 'month', 'thisMonth', 'lastMonth', 'quarter', 'year'] as const;
export type Preset = (typeof presets)[number];

/** The days of a preset, as seen on the local day `today`. */
export function periodOf(preset: Preset, today: string): Period {
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'week':
      return { from: addDays(today, -6), to: today };
    case 'month':
      return { from: addDays(today, -29), to: today };
    case 'thisMonth':
      return { from: firstOfMonth, to: today };
    case 'lastMonth': {
      const to = addDays(firstOfMonth, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case 'quarter':
      return { from: addDays(today, -90), to: today };
    case 'year':
      return { from: addDays(today, -364), to: today };
  }
}

/** The preset whose days these are. */
export function presetOf({ from, to }: Period, today: string): Preset | undefined {
  return presets.find((preset) => {
    const days = periodOf(preset, today);
    return days.from === from && days.to === to;
  });
}

/** Charts stay readable up to these numbers of bars. */
const MOST_DAYS = 92;
const MOST_WEEKS = 106;

/** The default grouping of a chart over these days: the finest that stays readable. */
export function pointOf({ from, to }: Period): GroupBy {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days > MOST_WEEKS * 7) return 'month';
  return days > MOST_DAYS ? 'week' : 'day';
}
