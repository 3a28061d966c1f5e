import { useMay } from '@/api/session-hooks';
import { useNames } from './names';

/** An admin's name for owners, the admin's number for everybody else. */
export function AdminName({ id }: { id: number }) {
  return useNames('admin', useMay('owner'))(id);
}
