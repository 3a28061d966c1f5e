import type { Theme } from '@mui/material';

/** A message's bubble. */
export const TELEGRAM_BUBBLE = (theme: Theme) => ({
  backgroundColor: '#ffffff',
  color: '#0f0f0f',
  ...theme.applyStyles('dark', { backgroundColor: '#1e2c3a', color: '#f5f5f5' }),
});

/** A button below a message. */
export const TELEGRAM_BUTTON = (theme: Theme) => ({
  backgroundColor: 'rgba(255,255,255,.82)',
  color: '#14507f',
  ...theme.applyStyles('dark', { backgroundColor: 'rgba(30,44,58,.9)', color: '#cfe6ff' }),
});

/** The background of a chat. */
export const TELEGRAM_WALL = (theme: Theme) => ({
  background: 'linear-gradient(160deg, #d9e7c8, #a9c9b6 60%, #b8d0d8)',
  ...theme.applyStyles('dark', { background: 'linear-gradient(160deg, #0e1a24, #15242f 60%, #1a2a2c)' }),
});
