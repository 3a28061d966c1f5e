import { Typography, type TypographyProps } from '@mui/material';

/** A line of small grey text. */
export function Muted({ sx, ...rest }: TypographyProps) {
  return (
    <Typography
      variant="body2"
      {...rest}
      sx={[{ color: 'text.secondary', overflowWrap: 'anywhere' }, ...(Array.isArray(sx) ? sx : [sx])]}
    />
  );
}
