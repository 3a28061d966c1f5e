import { Box, Stack, Typography } from '@mui/material';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';

/** A step of a funnel. */
export interface Step {
  label: string;
  count: number;
}

interface Props {
  title: string;
  steps: readonly Step[];
  /** The result, below the steps. */
  result?: string;
}

/** A funnel: how many reached each step. */
export function Funnel({ title, steps, result }: Props) {
  const { number, percent } = useFormats();
  const widest = Math.max(1, ...steps.map(({ count }) => count));
  const first = steps[0]?.count ?? 0;
  return (
    <Section title={title}>
      <Stack component="ol" spacing={1} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {steps.map(({ label, count }, index) => (
          <Box component="li" key={label}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography variant="body2">{label}</Typography>
              <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                <strong>{number(count)}</strong>
                {index > 0 && first > 0 && ` · ${percent((100 * count) / first)}`}
              </Typography>
            </Stack>
            <Box aria-hidden sx={{ height: 14, borderRadius: 1, bgcolor: 'action.hover', mt: 0.25 }}>
              <Box
                sx={{
                  height: '100%',
                  width: `${(100 * count) / widest}%`,
                  borderRadius: 1,
                  bgcolor: 'primary.main',
                  opacity: 1 - 0.18 * index,
                }}
              />
            </Box>
          </Box>
        ))}
      </Stack>
      {result && <Typography sx={{ mt: 1.5 }}>{result}</Typography>}
    </Section>
  );
}
