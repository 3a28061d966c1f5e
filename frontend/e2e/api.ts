import { readFile } from 'node:fs/promises';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { demo, expect, stateOf } from './demo';

/** The API as the owner, for what a test needs beforehand and for what is stored afterwards. */
export interface Api {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, data: object) => Promise<T>;
}

/** Calls the API with the owner's session; every refusal fails the test. */
export async function ownersApi(request: APIRequestContext): Promise<Api> {
  const headers = { Authorization: `Bearer ${await ownersToken()}` };
  const read = async <T>(answer: APIResponse) => {
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as T;
  };
  return {
    get: async (path) => read(await request.get(`${demo().api}${path}`, { headers })),
    post: async (path, data) => read(await request.post(`${demo().api}${path}`, { headers, data })),
  };
}

/** Tags clients whom a broadcast reaches, so that they can be chosen. */
export async function tagReachable(api: Api, tag: string, count: number): Promise<void> {
  const { items } = await api.get<{ items: { id: number; is_opted_out: boolean }[] }>(
    '/users?is_blocked=false&is_subscribed=true&per_page=200',
  );
  const ids = items
    .filter((client) => !client.is_opted_out)
    .slice(0, count)
    .map(({ id }) => id);
  expect(ids).toHaveLength(count);
  await api.post('/users/bulk', { ids, add_tags: [tag] });
}

async function ownersToken(): Promise<string> {
  const file = process.env[stateOf('owner')];
  if (file === undefined) throw new Error('nobody has logged in');
  const state = JSON.parse(await readFile(file, 'utf8')) as {
    origins: { localStorage: { name: string; value: string }[] }[];
  };
  const kept = state.origins.flatMap(({ localStorage }) => localStorage);
  return kept.find(({ name }) => name === 'marmelad.session')?.value ?? '';
}
