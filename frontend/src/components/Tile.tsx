import { Box, Paper, Typography } from '@mui/material';
import { Link } from 'react-router';
import type { ReactNode } from 'react';
import { Muted } from '@/components/Muted';

interface Props {
  label: string;
  value: ReactNode;
  /** A second, quieter figure. */
  more?: ReactNode;
  to?: string;
}

/** One figure, large. */
export function Tile({ label, value, more, to }: Props) {
  const content = (
    <>
      <Muted>{label}</Muted>
      <Typography
        variant="h5"
        component="p"
        sx={{ fontWeight: 700, my: 0.25, fontVariantNumeric: 'tabular-nums' }}
      >
        {value}
      </Typography>
      {more && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
          {more}
        </Typography>
      )}
    </>
  );
  const look = { p: 2, minWidth: 0, display: 'block', color: 'inherit', textDecoration: 'none' };
  return to === undefined ? (
    <Paper variant="outlined" sx={look}>
      {content}
    </Paper>
  ) : (
    <Paper
      variant="outlined"
      component={Link}
      to={to}
      sx={{ ...look, '&:hover': { borderColor: 'primary.main' } }}
    >
      {content}
    </Paper>
  );
}

/** Tiles in rows, as many as fit. */
export function Tiles({ children, min = 150 }: { children: ReactNode; min?: number }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: { xs: '1fr 1fr', sm: `repeat(auto-fit, minmax(${min}px, 1fr))` },
        // In two columns an odd last tile takes the whole row.
        '& > :last-child:nth-child(odd)': { gridColumn: { xs: '1 / -1', sm: 'auto' } },
      }}
    >
      {children}
    </Box>
  );
}
