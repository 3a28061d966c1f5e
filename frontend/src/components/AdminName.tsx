import { useGet } from '@/api/queries';
import { useMay } from '@/api/session-hooks';

/** An admin by name, for those who may know the admins; by number for the others. */
export function AdminName({ id }: { id: number }) {
  const may = useMay('owner');
  const { data } = useGet('/admins', { query: { per_page: 200 } }, { enabled: may, staleTime: 60_000 });
  return <>{data?.items.find((admin) => admin.id === id)?.display_name ?? `№ ${id}`}</>;
}
