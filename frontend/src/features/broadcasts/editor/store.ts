import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { Broadcast, NewBroadcast } from '@/api/schema';
import { createOnce } from '@/features/broadcasts/creating';
import { changesOf } from '@/features/broadcasts/values';

/** Saves the values as a draft: creates it once, then sends changes; `begun` gives the stored values. */
export function useStoreDraft(id: number | null, begun: () => NewBroadcast) {
  const [memory] = useState(() => {
    let saved: Broadcast | null = null;
    let known = id === null ? null : begun();
    const change = (draft: number, body: NewBroadcast) =>
      call('patch', '/broadcasts/{id}', { path: { id: draft }, body: changesOf(known, body) });
    const create = createOnce<NewBroadcast, Broadcast>({
      create: (body, idempotencyKey) => call('post', '/broadcasts', { body, idempotencyKey }),
      change,
    });
    return {
      saved: () => saved,
      forget: () => {
        saved = null;
      },
      store: async (body: NewBroadcast, draft: number | null) => {
        saved = await (draft === null ? create(body) : change(draft, body));
        known = body;
        return saved;
      },
    };
  });
  const { mutateAsync } = useMutation<Broadcast, Problem, NewBroadcast>({
    mutationFn: (body) => memory.store(body, id),
  });
  return { save: mutateAsync, saved: memory.saved, forget: memory.forget };
}
