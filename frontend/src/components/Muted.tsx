import { Typography, type TypographyProps } from '@mui/material';

/** A line of small grey text. */
export function Muted(props: TypographyProps) {
  return <Typography variant="body2" color="textSecondary" style={{ overflowWrap: 'anywhere' }} {...props} />;
}
