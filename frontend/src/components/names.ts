import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { useMay } from '@/api/session-hooks';

type Name = (id: number | undefined) => string | undefined;

const ALL = { per_page: 200 } as const;
/** Names seldom change: one answer serves the pages for a while. */
const FRESH = { staleTime: 60_000 } as const;

function useNames(items: readonly { id: number; name: string }[] | undefined): Name {
  const { t } = useTranslation();
  const known = new Map(items?.map(({ id, name }) => [id, name]));
  // Beyond what one page holds, or since deleted: the number still tells them apart.
  return (id) => (id === undefined ? undefined : (known.get(id) ?? t('common.number', { id })));
}

/** Names of templates, by id. */
export function useTemplateNames(): Name {
  return useNames(useGet('/discount-templates', { query: ALL }, FRESH).data?.items);
}

/** Names of campaigns, by id. */
export function useCampaignNames(): Name {
  return useNames(useGet('/campaigns', { query: ALL }, FRESH).data?.items);
}

/** Titles of broadcasts, by id. */
export function useBroadcastNames(): Name {
  const { data } = useGet('/broadcasts', { query: ALL }, FRESH);
  return useNames(data?.items.map(({ id, title }) => ({ id, name: title })));
}

/** Names of cashiers, by id. */
export function useCashierNames(): Name {
  const { data } = useGet('/cashiers', { query: ALL }, FRESH);
  return useNames(data?.items.map(({ id, display_name }) => ({ id, name: display_name })));
}

/** Names of admins, by id. Only owners may read the list: the others see that it was an admin. */
export function useAdminNames(): Name {
  const { t } = useTranslation();
  const mayRead = useMay('owner');
  const { data } = useGet('/admins', { query: ALL }, { ...FRESH, enabled: mayRead });
  const name = useNames(data?.items.map(({ id, display_name }) => ({ id, name: display_name })));
  return (id) => (id === undefined || mayRead ? name(id) : t('common.anAdmin'));
}

/** The shops where cashiers work, each once. */
export function useShops(): string[] {
  const { data } = useGet('/cashiers', { query: ALL }, FRESH);
  const shops = data?.items.flatMap(({ shop }) => (shop === undefined ? [] : [shop])) ?? [];
  return [...new Set(shops)].sort((a, b) => a.localeCompare(b));
}
