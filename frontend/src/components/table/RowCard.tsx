import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Muted } from '@/components/Muted';

interface Props {
  title: ReactNode;
  /** At the right of the title: a state. */
  mark?: ReactNode;
  /** Between the title and the grey lines. */
  children?: ReactNode;
  /** Grey lines; empty ones are left out. */
  lines?: readonly ReactNode[];
}

/** A row of a list on a phone. */
export function RowCard({ title, mark, children, lines = [] }: Props) {
  return (
    <Stack spacing={0.5}>
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
        <Typography component="div" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        {mark}
      </Stack>
      {children}
      {lines.filter(Boolean).map((line, index) => (
        <Muted key={index} component="div">
          {line}
        </Muted>
      ))}
    </Stack>
  );
}
