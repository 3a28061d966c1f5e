import { RemoteSelect, type RemoteKind } from '@/components/forms/RemoteSelect';
import { useList } from './list-context';

interface Props {
  name: string;
  label: string;
  of: RemoteKind;
}

/** A filter by a thing that is chosen by name, such as a template. */
export function RemoteFilter({ name, label, of }: Props) {
  const { filters, setFilters } = useList();
  const set = filters[name];
  return (
    <RemoteSelect
      of={of}
      label={label}
      value={set === undefined ? null : Number(set)}
      onChange={(id) => setFilters({ [name]: id === null ? null : String(id) })}
      size="small"
      sx={{ width: { xs: '100%', md: 200 } }}
    />
  );
}
