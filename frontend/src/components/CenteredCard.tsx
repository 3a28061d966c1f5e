import { Box, Paper } from '@mui/material';
import type { ReactNode } from 'react';

/** A single card in the middle of an otherwise empty page. */
export function CenteredCard({ children }: { children: ReactNode }) {
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Paper elevation={3} sx={{ maxWidth: 520, width: '100%', p: { xs: 3, sm: 5 }, textAlign: 'center' }}>
        {children}
      </Paper>
    </Box>
  );
}
