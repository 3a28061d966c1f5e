import {
  MutationCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  type UseMutationResult,
} from '@tanstack/react-query';
import { call, type Answer, type Call, type Method, type PathOf } from './client';
import type { Problem } from './problem';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem;
  }
}

/** The cache of the server's answers. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Refusals are final; a lost connection or an overloaded server may recover.
        retry: (failures, problem) => problem.isPassing && problem.slug !== 'canceled' && failures < 2,
      },
      mutations: { retry: false },
    },
    // A change may show anywhere (a redemption in the report, the client, the code): everything on the page is refetched.
    mutationCache: new MutationCache({
      onSuccess: (_, variables, __, { meta }) => {
        const { path } = (variables ?? {}) as { path?: { id?: number } };
        void client.invalidateQueries({
          // The deleted thing itself cannot be refetched.
          predicate: ({ queryKey: [of, its] }) =>
            meta?.['deletes'] === undefined ||
            meta['deletes'] !== of ||
            (its as { id?: number } | null)?.id !== path?.id,
        });
      },
    }),
  });
  return client;
}

/** The options of a query for one GET, for `useQuery`, `useQueries` and `prefetchQuery`. */
export function getOptions<P extends PathOf<'get'>>(path: P, init: Call<P> = {}) {
  return queryOptions({
    queryKey: [path, init.path ?? null, init.query ?? null] as const,
    queryFn: ({ signal }): Promise<Answer<P>> => call('get', path, { ...init, signal }),
  });
}

/** Queries the API and keeps the answer fresh. */
export function useGet<P extends PathOf<'get'>>(
  path: P,
  init: Call<P> = {},
  options: {
    enabled?: boolean;
    keepPrevious?: boolean;
    refetchInterval?: number | false;
    staleTime?: number;
  } = {},
) {
  const { keepPrevious, ...rest } = options;
  return useQuery({
    ...getOptions(path, init),
    ...rest,
    ...(keepPrevious ? { placeholderData: (previous: Answer<P> | undefined) => previous } : {}),
  });
}

/** Sends a change; `mutate` takes the input. */
export function useSend<M extends Exclude<Method, 'get'>, P extends PathOf<M>>(
  method: M,
  path: P,
): UseMutationResult<Answer<P, M>, Problem, Call<P, M>> {
  return useMutation<Answer<P, M>, Problem, Call<P, M>>({
    mutationFn: (init) => call(method, path, init),
    ...(method === 'delete' ? { meta: { deletes: path } } : {}),
  });
}
