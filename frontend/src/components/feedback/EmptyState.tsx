import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface Props {
  icon?: ReactNode;
  title: string;
  /** What to do about it. */
  hint?: ReactNode;
  action?: ReactNode;
  /** Whether it is the only content of the page. */
  isPage?: boolean;
}

/** A placeholder for an empty list or chart: says that it is empty and what to do. */
export function EmptyState({ icon, title, hint, action, isPage = false }: Props) {
  return (
    <Box sx={{ py: 6, px: 2, textAlign: 'center', color: 'text.secondary' }}>
      {icon && <Box sx={{ mb: 1, '& svg': { fontSize: 48, opacity: 0.6 } }}>{icon}</Box>}
      <Typography variant="h6" component={isPage ? 'h1' : 'p'} sx={{ color: 'text.primary' }}>
        {title}
      </Typography>
      {hint && <Typography sx={{ mt: 0.5 }}>{hint}</Typography>}
      {action && <Box sx={{ mt: 2 }}>{action}</Box>}
    </Box>
  );
}
