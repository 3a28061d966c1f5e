import { expect, it } from 'vitest';
import type { Campaign } from '@/api/schema';
import { stateOf, type CampaignState } from './state';

const NOW = Date.parse('2026-03-05T00:00:00Z');
const EARLIER = '2026-03-04T00:00:00Z';
const LATER = '2026-03-06T00:00:00Z';

it.each<[Partial<Campaign>, CampaignState]>([
  [{}, 'on'],
  [{ starts_at: EARLIER, ends_at: LATER, total_limit: 3 }, 'on'],
  [{ is_active: false, ends_at: EARLIER }, 'off'],
  [{ ends_at: EARLIER, total_limit: 2 }, 'over'],
  [{ total_limit: 2, starts_at: LATER }, 'full'],
  [{ starts_at: LATER }, 'before'],
])('%j', (more, expected) =>
  expect(stateOf({ is_active: true, joined_count: 2, ...more } as Campaign, NOW)).toBe(expected),
);
