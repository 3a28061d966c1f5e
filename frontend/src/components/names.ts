import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '@/api/client';
import { useMay } from '@/api/session-hooks';

/** Something that has a name and an id. */
export interface Named {
  id: number;
  label: string;
  /** A second line: a shop, a description. */
  hint?: string | undefined;
}

const ALL = { per_page: 200 } as const;

/** How the first 200 things of each kind are read. */
const lists = {
  template: async (isActive?: true) => {
    const { items } = await call('get', '/discount-templates', { query: { ...ALL, is_active: isActive } });
    return items.map(({ id, name }) => ({ id, label: name }));
  },
  campaign: async () => {
    const { items } = await call('get', '/campaigns', { query: ALL });
    return items.map(({ id, name, slug }) => ({ id, label: name, hint: slug }));
  },
  broadcast: async () => {
    const { items } = await call('get', '/broadcasts', { query: ALL });
    return items.map(({ id, title }) => ({ id, label: title }));
  },
  segment: async () => {
    const { items } = await call('get', '/segments', { query: ALL });
    return items.map(({ id, name, description }) => ({ id, label: name, hint: description }));
  },
  cashier: async (active?: true) => {
    const { items } = await call('get', '/cashiers', { query: { ...ALL, active } });
    return items.map(({ id, display_name, shop }) => ({ id, label: display_name, hint: shop }));
  },
  admin: async () => {
    const { items } = await call('get', '/admins', { query: ALL });
    return items.map(({ id, display_name }) => ({ id, label: display_name }));
  },
} satisfies Record<string, (onlyActive?: true) => Promise<Named[]>>;

/** The kinds of things that are few enough to be listed by name; clients are searched for instead. */
export type NamedKind = keyof typeof lists;

const NONE: Named[] = [];

/** The first 200 things of a kind; one answer serves all pages for a minute. */
export function useNamed(kind: NamedKind, options: { onlyActive?: true; enabled?: boolean } = {}) {
  const { onlyActive, enabled = true } = options;
  const { data = NONE, isFetching } = useQuery<Named[]>({
    queryKey: ['names', kind, onlyActive ?? false],
    queryFn: () => lists[kind](onlyActive),
    staleTime: 60_000,
    enabled,
  });
  return { items: data, isFetching };
}

/** The name of a thing by its id: its number when it is not among the first 200, or was deleted. */
export function useNames(kind: NamedKind, enabled = true): (id: number | undefined) => string | undefined {
  const { t } = useTranslation();
  const { items } = useNamed(kind, { enabled });
  return useMemo(() => {
    const known = new Map(items.map(({ id, label }) => [id, label]));
    return (id) => (id === undefined ? undefined : (known.get(id) ?? t('common.number', { id })));
  }, [items, t]);
}

/** The name of an admin. Only owners may read the list: the others learn that it was an admin. */
export function useAdminNames(): (id: number | undefined) => string | undefined {
  const { t } = useTranslation();
  const mayRead = useMay('owner');
  const name = useNames('admin', mayRead);
  return (id) => (id === undefined || mayRead ? name(id) : t('common.anAdmin'));
}

/** The shops where cashiers work, each once. */
export function useShops(): string[] {
  const shops = useNamed('cashier').items.flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  return [...new Set(shops)].sort((a, b) => a.localeCompare(b));
}
