import { Stack, Typography } from '@mui/material';
import type { Segment } from '@/api/schema';
import { SegmentCount } from './SegmentCount';

/** A segment in the list on a phone. */
export function SegmentCard({ segment, sentence }: { segment: Segment; sentence: string }) {
  return (
    <>
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between' }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{segment.name}</Typography>
        <Typography component="div" sx={{ fontWeight: 600 }}>
          <SegmentCount filter={segment.filter} />
        </Typography>
      </Stack>
      <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {sentence}
      </Typography>
    </>
  );
}
