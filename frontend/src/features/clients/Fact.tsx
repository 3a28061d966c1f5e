import { Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Muted } from '@/components/Muted';

/** A name with its value, for a `<dl>`. */
export function Fact({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <Typography component="dt" variant="caption" color="textSecondary">
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
