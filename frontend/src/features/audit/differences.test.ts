import { describe, expect, it } from 'vitest';
import { differencesOf } from './differences';

describe('differencesOf', () => {
  it('reads old and new', () => {
    expect(differencesOf({ shop: { old: null, new: 'Светланская, 33' } })).toEqual([
      { field: 'shop', old: null, new: 'Светланская, 33', isHidden: false },
    ]);
  });

  it('says of personal data only that it changed', () => {
    expect(differencesOf({ phone: { changed: true } })).toEqual([
      { field: 'phone', old: null, new: null, isHidden: true },
    ]);
  });

  it('shows numbers, flags and lists as they are written', () => {
    const [count, flag, list] = differencesOf({
      count: { old: 1, new: 2 },
      is_active: { old: false, new: true },
      tags: { old: [], new: ['vip'] },
    });
    expect([count?.new, flag?.old, list?.new]).toEqual(['2', 'false', '["vip"]']);
  });

  it('keeps what is neither', () => {
    expect(differencesOf({ rows: 12 })).toEqual([{ field: 'rows', old: null, new: '12', isHidden: false }]);
    expect(differencesOf(null)).toEqual([]);
  });
});
