import { Box } from '@mui/material';
import type { ReactNode } from 'react';

interface ColumnsProps {
  /** The widths on a wide screen, as CSS grid columns. */
  wide: string;
  /** The width from which the columns stand side by side. */
  from?: 'sm' | 'md' | 'lg';
  gap?: number;
  children: ReactNode;
}

/** Columns side by side on a wide screen, one below the other on a narrow one. */
export function Columns({ wide, from = 'lg', gap = 2.5, children }: ColumnsProps) {
  const gridTemplateColumns = { xs: 'minmax(0, 1fr)', [from]: wide };
  return <Box sx={{ display: 'grid', gap, gridTemplateColumns, alignItems: 'start' }}>{children}</Box>;
}

/** A list of cards, as many in a row as fit; `min` is the least width of a card in pixels. */
export function CardGrid({ label, min, children }: { label?: string; min: number; children: ReactNode }) {
  const gridTemplateColumns = `repeat(auto-fill, minmax(min(100%, ${min}px), 1fr))`;
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2, gridTemplateColumns }}
    >
      {children}
    </Box>
  );
}
