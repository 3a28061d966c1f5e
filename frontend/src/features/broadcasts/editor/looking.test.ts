import { expect, it } from 'vitest';
import { EMPTY } from '@/features/broadcasts/values';
import { askable } from './looking';

const ZONE = 'Asia/Vladivostok';

it('asks who gets it before there are words', () => {
  const { draft, isWhole } = askable({ ...EMPTY, audience: 'segment', segment_id: 3 }, ZONE);
  expect(isWhole).toBe(false);
  expect(draft).toMatchObject({ segment_id: 3, body: '—' });
});

it('asks about the whole once it is ready, whatever its title', () => {
  const ready = { ...EMPTY, body: 'Привет' };
  expect(askable(ready, ZONE)).toEqual(askable({ ...ready, title: 'Весна' }, ZONE));
  expect(askable(ready, ZONE)).toMatchObject({ isWhole: true, draft: { body: 'Привет' } });
});

it('asks nothing while nobody could get it', () =>
  expect(askable({ ...EMPTY, body: 'Привет', audience: 'segment' }, ZONE).draft).toBeNull());
