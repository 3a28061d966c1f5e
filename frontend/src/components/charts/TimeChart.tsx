import Box from '@mui/material/Box';
import { lazy, Suspense } from 'react';
import { Loading } from '@/components/feedback/Loading';
import type { TimeChartProps } from './Drawing';

const Drawing = lazy(() => import('./Drawing'));

/** A chart over days, weeks or months; its code comes after the page. What it shows stands in its label for those who cannot see it. */
export function TimeChart(props: TimeChartProps) {
  return (
    <Box role="img" aria-label={props.label} sx={{ height: props.height ?? 260, width: '100%' }}>
      <Suspense fallback={<Loading minHeight={props.height ?? 260} />}>
        <Drawing {...props} />
      </Suspense>
    </Box>
  );
}
