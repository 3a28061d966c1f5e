import { RemoteSelect, type RemoteKind } from '@/components/forms/RemoteSelect';
import { useList } from './list-context';

interface Props {
  name: string;
  label: string;
  of: RemoteKind;
}

/** A filter that is one of the things the API knows: a template, a campaign, a segment. */
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
