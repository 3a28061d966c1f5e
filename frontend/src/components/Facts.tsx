import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** A name and its value; unknown values are not shown. */
export type Fact = readonly [name: string, value: ReactNode];

/** Facts about one thing, in two columns; one below the other on a phone. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        columnGap: 3,
        rowGap: { xs: 0.25, sm: 1.25 },
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(120px, auto) 1fr' },
      }}
    >
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography
              component="dd"
              variant="body2"
              sx={{ m: 0, mb: { xs: 1, sm: 0 }, overflowWrap: 'anywhere' }}
            >
              {value}
            </Typography>
          </Box>
        ))}
    </Box>
  );
}
