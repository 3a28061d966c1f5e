import Chip, { type ChipProps } from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchReadiness, type Readiness } from '@/api/readiness';

const colors: Record<Readiness, ChipProps['color']> = {
  ok: 'success',
  degraded: 'warning',
  unavailable: 'error',
};

/** Says whether the server is at work; asked again every 10 s. */
export function ServerStatus() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => fetchReadiness(signal),
    refetchInterval: 10_000,
  });
  return (
    <Chip
      role="status"
      variant="outlined"
      color={data ? colors[data] : 'default'}
      label={t(data ? `server.${data}` : 'server.asking')}
    />
  );
}
