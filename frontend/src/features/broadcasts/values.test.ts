import { describe, expect, it } from 'vitest';
import type { Broadcast } from '@/api/schema';
import { changesOf, EMPTY, gapsIn, toNew, toPatch, valuesOf, type BroadcastValues } from './values';

const ZONE = 'Asia/Vladivostok';
const GOOD: BroadcastValues = { ...EMPTY, title: 'Весна', body: 'Привет!' };
const gaps = (changes: Partial<BroadcastValues>) =>
  gapsIn({ ...GOOD, ...changes }).map(({ path }) => path.join('.'));

describe('gaps', () => {
  it.each<[Partial<BroadcastValues>, string[]]>([
    [{}, []],
    [{ title: '  ' }, ['title']],
    [{ body: '' }, ['body']],
    [{ media_type: 'photo', body: '' }, ['media_id']],
    [{ media_type: 'photo', media_id: 3, body: '' }, []],
    [{ media_type: 'photo', media_from: 'link' }, ['media_ref']],
    [{ buttons: [[{ text: '', url: 'https://a.b' }]] }, ['buttons.0.0.text']],
    [{ audience: 'segment' }, ['segment_id']],
    [{ audience: 'filter' }, ['filter']],
    [{ audience: 'filter', filter: { all: [] } }, ['filter']],
    [
      { audience: 'filter', filter: { all: [{ field: 'age', op: 'gte', value: '' }] } },
      ['filter.all.0.value'],
    ],
    [{ audience: 'filter', filter: { all: [{ field: 'age', op: 'gte', value: '18' }] } }, []],
    [{ gives_codes: true, body: 'Код {code}' }, ['template_id']],
    [{ gives_codes: true, template_id: 1 }, ['body']],
    [{ pace: 'own', rate_per_minute: 'быстро' }, ['rate_per_minute']],
    [{ pace: 'own', rate_per_minute: '60' }, []],
    [{ begins: 'later' }, ['scheduled_at']],
    [{ begins: 'later', scheduled_at: '20266-03-05T10:00' }, ['scheduled_at']],
    [{ begins: 'later', scheduled_at: '2026-03-05T10:00' }, []],
    [{ kind: 'copy', body: '', gives_codes: true }, []],
  ])('%j', (changes, expected) => {
    expect(gaps(changes)).toEqual(expected);
  });
});

describe('what is sent', () => {
  it('leaves out what is not chosen, whatever was typed before', () => {
    const sent = toNew(
      {
        ...GOOD,
        media_ref: 'https://a.b/c.jpg',
        segment_id: 3,
        template_id: 4,
        rate_per_minute: '7',
        scheduled_at: '2026-03-05T10:00',
        buttons: [[], [{ text: 'a', url: 'https://a.b' }]],
      },
      ZONE,
    );
    expect(sent).toEqual({
      title: 'Весна',
      kind: 'html',
      body: 'Привет!',
      buttons: [[{ text: 'a', url: 'https://a.b' }]],
      unsubscribe_button: true,
      is_test: false,
      ignore_quiet_hours: false,
    });
  });

  it('takes times in the shops’ zone', () => {
    const later = { ...GOOD, begins: 'later' as const, scheduled_at: '2026-03-05T10:00' };
    expect(toNew(later, ZONE).scheduled_at).toBe('2026-03-05T00:00:00.000Z');
  });

  it('clears in a draft what is not there any more', () =>
    expect(toPatch(toNew(GOOD, ZONE))).toMatchObject({
      media_type: 'none',
      media_id: null,
      media_ref: null,
      segment_id: null,
      filter: null,
      template_id: null,
      rate_per_minute: null,
      scheduled_at: null,
    }));

  it('does not touch the file of a copied message, which has none', () => {
    const copy = { ...GOOD, kind: 'copy' as const, source_chat_id: 1, source_message_id: 2 };
    const patch = toPatch(toNew(copy, ZONE));
    expect(patch).not.toHaveProperty('media_type');
    expect(patch).not.toHaveProperty('body');
    expect(patch).toMatchObject({ source_chat_id: 1, source_message_id: 2 });
  });
});

describe('changing a draft', () => {
  const draft = toNew(GOOD, ZONE);
  const change = (changes: Partial<BroadcastValues>) =>
    changesOf(draft, toNew({ ...GOOD, ...changes }, ZONE));

  it('sends what was changed alone: another may have changed the rest', () => {
    expect(change({})).toEqual({});
    expect(change({ title: 'Лето' })).toEqual({ title: 'Лето' });
  });

  it('sends together what belongs together', () => {
    expect(change({ audience: 'segment', segment_id: 3 })).toEqual({ segment_id: 3, filter: null });
    expect(change({ media_type: 'photo', media_id: 7 })).toEqual({
      media_type: 'photo',
      media_id: 7,
      media_ref: null,
    });
  });

  it('sends all of it when it becomes another kind', () => {
    const copy = { kind: 'copy' as const, source_chat_id: 1, source_message_id: 2 };
    expect(change(copy)).toMatchObject({ title: 'Весна', ...copy });
  });
});

it('comes back as it was stored', () => {
  const stored = {
    title: 'Весна',
    kind: 'html',
    body: 'Код {code}',
    media_type: 'photo',
    media_ref: 'AgAC',
    buttons: [[{ text: 'a', url: 'https://a.b' }]],
    unsubscribe_button: false,
    filter: { all: [] },
    is_test: true,
    template_id: 5,
    rate_per_minute: 0,
    scheduled_at: '2026-03-05T00:00:00.000Z',
    ignore_quiet_hours: true,
  };
  const values = valuesOf(stored as unknown as Broadcast, ZONE);
  expect(values).toMatchObject({ media_from: 'file_id', audience: 'filter', pace: 'free', begins: 'later' });
  expect(toNew(values, ZONE)).toEqual(stored);
});
