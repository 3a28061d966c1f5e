import { Box } from '@mui/material';
import { To } from '@/components/To';

const LOOK = { fontFamily: 'monospace', fontWeight: 700, fontSize: 16 };

/** A code as it is typed; with `id` a link to its page. */
export function Code({ id, children }: { id?: number | undefined; children: string }) {
  return id === undefined ? (
    <Box component="span" sx={LOOK}>
      {children}
    </Box>
  ) : (
    <To to={`/discounts/${id}`} sx={LOOK}>
      {children}
    </To>
  );
}
