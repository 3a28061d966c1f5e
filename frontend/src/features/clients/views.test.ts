import { expect, it } from 'vitest';
import { changesTo, renamed, viewOf, withView, type View } from './views';

const march: View = { name: 'Март', filters: { birthday_month: '3' }, sort: '-created_at' };
const vip: View = { name: 'VIP', filters: { tag: 'vip', gender: 'female' }, sort: 'display_name' };

it('adds views under names of their own', () => {
  expect(withView([march], { ...vip, name: ' VIP ' })).toEqual([march, vip]);
  expect(withView([march], { ...vip, name: 'Март' })).toBeNull();
  expect(withView([march], { ...vip, name: ' ' })).toBeNull();
});

it('renames a view, but not to the name of another', () => {
  expect(renamed([march, vip], 'VIP', 'Важные')).toEqual([march, { ...vip, name: 'Важные' }]);
  expect(renamed([march, vip], 'VIP', 'Март')).toBeNull();
  expect(renamed([march, vip], 'VIP', 'VIP')).toEqual([march, vip]);
});

it('knows the view that the list shows, whatever the order of its filters', () => {
  const filters = { gender: 'female', tag: 'vip' };
  expect(viewOf([march, vip], { filters, sort: 'display_name' })).toBe(vip);
  expect(viewOf([march, vip], { filters, sort: '-created_at' })).toBeUndefined();
  expect(viewOf([march, vip], { filters: { gender: 'female' }, sort: 'display_name' })).toBeUndefined();
});

it('takes away the filters that the view does not have', () =>
  expect(changesTo(march, { tag: 'vip', birthday_month: '1' })).toEqual({
    tag: null,
    birthday_month: '3',
    sort: '-created_at',
  }));
