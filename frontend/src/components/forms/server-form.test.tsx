import { act, renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { useServerForm } from './server-form';

const schema = z.object({ name: z.string(), hours: z.object({ from: z.string() }) });
const values = { name: 'Ночь', hours: { from: '21:00' } };

it('knows each time what was changed since it was last saved, within objects too', async () => {
  const save = vi.fn(() => Promise.resolve());
  const { result } = renderHook(() => useServerForm({ schema, values, save }));
  const saveWith = async (from: string) => {
    act(() => result.current.form.setValue('hours.from', from, { shouldDirty: true }));
    await act(() => result.current.submit());
  };
  await saveWith('22:00');
  await saveWith('23:00');
  const changes = save.mock.calls.map(([, about]: unknown[]) => (about as { changed: unknown }).changed);
  expect(changes).toEqual([{ hours: { from: '22:00' } }, { hours: { from: '23:00' } }]);
});

it('keeps as a draft what was changed alone', () => {
  const { result, unmount } = renderHook(() =>
    useServerForm({ schema, values, save: () => Promise.resolve(), draft: 'test' }),
  );
  act(() => result.current.form.setValue('name', 'Утро', { shouldDirty: true }));
  unmount();
  // Somebody else changed the hours meanwhile.
  const now = { name: 'Ночь', hours: { from: '20:00' } };
  const again = renderHook(() =>
    useServerForm({ schema, values: now, save: () => Promise.resolve(), draft: 'test' }),
  );
  expect(again.result.current.isRestored).toBe(true);
  expect(again.result.current.form.getValues()).toEqual({ name: 'Утро', hours: { from: '20:00' } });
});
