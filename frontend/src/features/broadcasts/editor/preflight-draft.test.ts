import { expect, it } from 'vitest';
import { EMPTY } from '@/features/broadcasts/values';
import { preflightDraft } from './preflight-draft';

const ZONE = 'Asia/Vladivostok';

it('asks who gets it before there are words', () => {
  const { draft, isWhole } = preflightDraft({ ...EMPTY, audience: 'segment', segment_id: 3 }, ZONE);
  expect(isWhole).toBe(false);
  expect(draft).toMatchObject({ segment_id: 3, body: '—' });
});

it('asks about the whole once it is ready, whatever its title', () => {
  const ready = { ...EMPTY, body: 'Привет' };
  expect(preflightDraft(ready, ZONE)).toEqual(preflightDraft({ ...ready, title: 'Весна' }, ZONE));
  expect(preflightDraft(ready, ZONE)).toMatchObject({ isWhole: true, draft: { body: 'Привет' } });
});

it('asks nothing while nobody could get it', () =>
  expect(preflightDraft({ ...EMPTY, body: 'Привет', audience: 'segment' }, ZONE).draft).toBeNull());
