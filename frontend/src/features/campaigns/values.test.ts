import { describe, expect, it } from 'vitest';
import { campaignSchema, EMPTY, toNew, valuesOf, type CampaignValues } from './values';

const ZONE = 'Asia/Vladivostok';
const GOOD: CampaignValues = { ...EMPTY, name: 'Светланская', slug: 'svetlanskaya' };
const read = (changes: Partial<CampaignValues>) => campaignSchema(ZONE).safeParse({ ...GOOD, ...changes });
const wrong = (changes: Partial<CampaignValues>) =>
  read(changes).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('what is wrong', () =>
  it.each<[Partial<CampaignValues>, string[]]>([
    [{}, []],
    [{ name: ' ' }, ['name']],
    [{ slug: ' ' }, ['slug']],
    [{ total_limit: 'сто' }, ['total_limit']],
    [{ starts_at: '20266-03-05T10:00', ends_at: '0026-03-05T10:00' }, ['starts_at', 'ends_at']],
  ])('%j', (changes, expected) => expect(wrong(changes)).toEqual(expected)));

it('is sent in the shops’ time, and nothing that was not chosen', () => {
  const values = campaignSchema(ZONE).parse({ ...GOOD, slug: ' vitrina ', starts_at: '2026-03-05T10:00' });
  expect(toNew(values)).toEqual({
    name: 'Светланская',
    slug: 'vitrina',
    is_active: true,
    starts_at: '2026-03-05T00:00:00.000Z',
  });
});

it('comes back as it was stored', () => {
  const stored = {
    id: 1,
    name: 'Светланская',
    slug: 'svetlanskaya',
    description: 'Плакат',
    template_id: 2,
    starts_at: '2026-03-05T00:00:00.000Z',
    ends_at: '2026-03-06T00:00:00.000Z',
    total_limit: 50,
    is_active: false,
    joined_count: 3,
    created_at: '2026-03-01T00:00:00Z',
  };
  const values = campaignSchema(ZONE).parse(valuesOf(stored, ZONE));
  expect(stored).toMatchObject(values);
});
