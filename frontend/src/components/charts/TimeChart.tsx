import { Box } from '@mui/material';
import { lazy, Suspense } from 'react';
import { Loading } from '@/components/feedback/Loading';
import type { Drawn } from './options';

const Drawing = lazy(() => import('./Drawing'));

interface Props extends Drawn {
  /** A sentence for screen readers. */
  label: string;
  /** In pixels, legend included. */
  height?: number;
}

/** A chart over days, weeks or months. */
export function TimeChart({ label, height = 280, ...drawn }: Props) {
  return (
    <Box role="img" aria-label={label} sx={{ minHeight: height, width: '100%' }}>
      <Suspense fallback={<Loading minHeight={height} />}>
        <Drawing {...drawn} height={height} />
      </Suspense>
    </Box>
  );
}
