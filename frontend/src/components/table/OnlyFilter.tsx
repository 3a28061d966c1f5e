import { Chip } from '@mui/material';
import { useList } from './list-context';

interface Props {
  name: string;
  label: string;
}

/** A filter that only links set, such as the log of one code: a chip that removes it. */
export function OnlyFilter({ name, label }: Props) {
  const { filters, setFilters } = useList();
  if (filters[name] === undefined) return null;
  return (
    <Chip
      color="primary"
      variant="outlined"
      label={label}
      onDelete={() => setFilters({ [name]: null })}
      sx={{ height: 40, borderRadius: 5 }}
    />
  );
}
