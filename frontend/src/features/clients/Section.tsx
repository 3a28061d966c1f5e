import { Paper, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Muted } from '@/components/Muted';

/** A titled part of a client's page. */
export function Section({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Paper variant="outlined" component="section" sx={{ p: 2 }}>
      <Stack
        direction="row"
        spacing={1}
        sx={{ mb: 1, justifyContent: 'space-between', alignItems: 'center' }}
      >
        <Typography variant="h6" component="h2">
          {title}
        </Typography>
        {action}
      </Stack>
      {children}
    </Paper>
  );
}

/** What a fact is called, and the fact. To stand within a `<dl>`. */
export function Fact({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {children}
        {hint && (
          <Muted component="span" sx={{ display: 'block' }}>
            {hint}
          </Muted>
        )}
      </Typography>
    </div>
  );
}
