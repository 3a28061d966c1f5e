import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useFormats } from './format';

/** One step of a way on which some stay behind. */
export interface FunnelStep {
  name: string;
  count: number;
}

/** A way with fewer on each step: bars below each other, with the share of the step before. */
export function Funnel({ label, steps }: { label: string; steps: readonly FunnelStep[] }) {
  const { number, percent } = useFormats();
  const widest = Math.max(1, ...steps.map(({ count }) => count));
  return (
    <Stack component="ol" spacing={1} aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {steps.map(({ name, count }, at) => {
        const before = steps[at - 1]?.count ?? 0;
        return (
          <Box key={name} component="li">
            <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between' }}>
              <Typography variant="body2">{name}</Typography>
              <Typography variant="body2" sx={{ whiteSpace: 'nowrap' }}>
                <strong>{number(count)}</strong>
                {before > 0 && (
                  <Box component="span" sx={{ color: 'text.secondary' }}>
                    {' · '}
                    {percent(Math.round((count / before) * 1000) / 10)}
                  </Box>
                )}
              </Typography>
            </Stack>
            <Box
              aria-hidden
              sx={{ mt: 0.5, height: 10, borderRadius: 5, bgcolor: 'action.hover', overflow: 'hidden' }}
            >
              <Box
                sx={{
                  height: 1,
                  width: `${(count / widest) * 100}%`,
                  minWidth: count > 0 ? 4 : 0,
                  borderRadius: 5,
                  bgcolor: 'primary.main',
                  opacity: 1 - at * 0.15,
                }}
              />
            </Box>
          </Box>
        );
      })}
    </Stack>
  );
}
