import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { Broadcast, NewBroadcast } from '@/api/schema';
import { createOnce } from '@/features/broadcasts/creating';
import { toPatch } from '@/features/broadcasts/values';

const change = (id: number, body: NewBroadcast) =>
  call('patch', '/broadcasts/{id}', { path: { id }, body: toPatch(body) });

/** Keeps what is written as a draft: a new one once, then changes of it. */
export function useStoreDraft(id: number | null) {
  const [memory] = useState(() => {
    let saved: Broadcast | null = null;
    const create = createOnce<NewBroadcast, Broadcast>({
      create: (body, idempotencyKey) => call('post', '/broadcasts', { body, idempotencyKey }),
      change,
    });
    return {
      saved: () => saved,
      forget: () => {
        saved = null;
      },
      store: async (body: NewBroadcast, known: number | null) => {
        saved = await (known === null ? create(body) : change(known, body));
        return saved;
      },
    };
  });
  const { mutateAsync } = useMutation<Broadcast, Problem, NewBroadcast>({
    mutationFn: (body) => memory.store(body, id),
  });
  return { save: mutateAsync, saved: memory.saved, forget: memory.forget };
}
