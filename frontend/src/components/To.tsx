import { Link, type LinkProps } from '@mui/material';
import { Link as RouterLink } from 'react-router';

/** A link to another page of the panel. */
export function To(props: LinkProps & { to: string }) {
  return <Link component={RouterLink} {...props} />;
}
