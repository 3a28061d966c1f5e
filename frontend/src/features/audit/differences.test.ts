import { describe, expect, it } from 'vitest';
import { differencesOf } from './differences';

describe('differencesOf', () => {
  it('reads old and new', () =>
    expect(differencesOf({ shop: { old: null, new: 'Светланская, 33' } })).toEqual([
      { field: 'shop', old: null, new: 'Светланская, 33', isHidden: false },
    ]));

  it('says of personal data only that it changed', () =>
    expect(differencesOf({ phone: { changed: true } })).toEqual([
      { field: 'phone', old: null, new: null, isHidden: true },
    ]));

  it('leaves out what was nothing and still is', () =>
    expect(
      differencesOf({
        filter: { old: null, new: null },
        buttons: { old: null, new: [] },
        shop: { old: 'Русская, 2', new: null },
      }),
    ).toEqual([{ field: 'shop', old: 'Русская, 2', new: null, isHidden: false }]));

  it('keeps what is neither', () => {
    expect(differencesOf({ rows: 12 })).toEqual([{ field: 'rows', old: null, new: 12, isHidden: false }]);
    expect(differencesOf(null)).toEqual([]);
  });
});
