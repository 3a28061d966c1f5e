import { describe, expect, it } from 'vitest';
import type { Broadcast } from '@/api/schema';
import { EMPTY } from '@/features/broadcasts/values';
import { initialValues } from './initial-values';

const ZONE = 'Asia/Vladivostok';

describe('what the editor begins with', () => {
  it('is nothing when nobody brought anything', () => {
    expect(initialValues(null, ZONE)).toBeNull();
    expect(initialValues({ failure: null }, ZONE)).toBeNull();
  });

  it('is the segment or the conditions of the list', () => {
    expect(initialValues({ segmentId: 3 }, ZONE)).toMatchObject({ audience: 'segment', segment_id: 3 });
    const filter = { all: [{ field: 'gender', op: 'eq', value: 'female' }] };
    expect(initialValues({ filter }, ZONE)).toMatchObject({ audience: 'filter', filter });
  });

  it('is everybody when the list had no conditions', () =>
    expect(initialValues({ filter: { all: [] } }, ZONE)).toEqual(EMPTY));

  it('is another broadcast without its time', () => {
    const copyOf = {
      title: 'Весна',
      kind: 'html',
      body: 'Привет',
      media_type: 'none',
      buttons: [],
      scheduled_at: '2026-03-05T00:00:00Z',
    } as unknown as Broadcast;
    expect(initialValues({ copyOf }, ZONE)).toMatchObject({
      body: 'Привет',
      begins: 'now',
      scheduled_at: '',
    });
  });
});
