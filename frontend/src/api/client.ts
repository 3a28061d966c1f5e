import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { setServerTime } from './clock';
import { Problem } from './problem';
import type { paths } from './schema';
import { accessToken, endSession } from './session';

/** HTTP methods of the API. */
export type Method = 'get' | 'post' | 'patch' | 'delete';

/** Paths of the OpenAPI document that have the method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M & keyof paths[P]]>;
type Parameters<O> = O extends { parameters: infer T } ? T : never;
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

type Query<O> = Parameters<O> extends { query?: infer Q } ? Loose<NonNullable<Q>> : never;
type Path<O> = Parameters<O> extends { path: infer T extends object } ? T : never;
type Json<O> = O extends { requestBody: { content: infer C } } ? C[keyof C] : never;
type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type Success<R> = Content<R[keyof R & (200 | 201 | 204)]>;

/** The body of an operation's successful answer. */
export type Answer<P extends keyof paths, M extends Method = 'get'> =
  Operation<P, M> extends { responses: infer R } ? Success<R> : never;

/** The input of an operation. */
export interface Call<P extends keyof paths, M extends Method = 'get'> {
  /** Values for the placeholders of the path. */
  path?: Path<Operation<P, M>>;
  /** Query parameters; undefined and empty ones are left out. */
  query?: Query<Operation<P, M>>;
  body?: Json<Operation<P, M>>;
  /** Makes repeated requests with the same body act once, for operations that take a key. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** The base path of the API. */
export const API_PATH = '/api/v1';

const http = axios.create({
  baseURL: API_PATH,
  // The API reads lists as repeated parameters: `status=failed&status=uncertain`.
  paramsSerializer: { indexes: null },
});

http.interceptors.request.use((config) => {
  const token = accessToken();
  if (token) config.headers.set('Authorization', `Bearer ${token}`);
  return config;
});

http.interceptors.response.use(
  (answer: AxiosResponse<{ now?: string } | undefined>) => {
    // This answer carries the server's time.
    if (answer.config.url === '/auth/me' && answer.data?.now) setServerTime(answer.data.now);
    return answer;
  },
  (failure: unknown) => {
    const problem = Problem.of(failure);
    // A refused login has a slug of its own; every other 401 means that the session is over.
    if (problem.status === 401 && problem.slug === 'unauthorized') endSession('expired');
    throw problem;
  },
);

/**
 * Calls one operation of the API.
 *
 * @throws Problem for every refusal and fault, and when the server cannot be reached.
 */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  init: Call<P, M> = {},
): Promise<Answer<P, M>> {
  const response = await http.request<Answer<P, M>>({
    method,
    url: filled(path, init.path),
    params: cleaned(init.query),
    data: init.body,
    ...(init.idempotencyKey ? { headers: { 'Idempotency-Key': init.idempotencyKey } } : {}),
    ...(init.signal ? { signal: init.signal } : {}),
  });
  return response.data;
}

/** Fetches a file (an export, a picture) with the session's token. */
export async function fetchFile(
  address: string,
  query?: object,
  signal?: AbortSignal,
): Promise<{ blob: Blob; name: string | undefined }> {
  const config: AxiosRequestConfig = { responseType: 'blob', params: cleaned(query) };
  const response = await http.get<Blob>(address, signal ? { ...config, signal } : config);
  return { blob: response.data, name: fileName(String(response.headers['content-disposition'] ?? '')) };
}

/** Uploads a file, preceded by `fields`; `onProgress` is called with the share sent, 0 to 1. */
export async function uploadFile<T>(
  address: string,
  file: File,
  onProgress?: (share: number) => void,
  more: { fields?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(more.fields ?? {})) form.append(name, value);
  form.append('file', file);
  const response = await http.post<T>(address, form, {
    ...(more.signal ? { signal: more.signal } : {}),
    onUploadProgress: (event) => {
      if (event.total) onProgress?.(event.loaded / event.total);
    },
  });
  return response.data;
}

/** Puts values into the placeholders of a path. */
export function filled(path: string, values?: object): string {
  const known = new Map(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]));
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(known.get(name) ?? ''));
}

function cleaned(query?: object): Record<string, unknown> | undefined {
  return (
    query &&
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''))
  );
}

function fileName(disposition: string): string | undefined {
  return /filename="?([^";]+)"?/.exec(disposition)?.[1];
}
