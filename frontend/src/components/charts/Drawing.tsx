import { Box, useColorScheme, useTheme } from '@mui/material';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { optionsOf, type Drawn, type Looks } from './options';

/** The chart itself, in a file that is loaded after the page. */
export default function Drawing({ height = 260, ...drawn }: Drawn & { height?: number }) {
  const looks = useLooks();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const within = place.current;
    if (!within) return;
    const legend = 40;
    const size = { width: within.clientWidth, height: height - legend };
    const xs = drawn.points.map((_, index) => index);
    const chart = new uPlot(
      optionsOf(drawn, looks, size),
      [xs, ...drawn.series.map(({ values }) => values)],
      within,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: within.clientWidth, height: size.height }));
    watch.observe(within);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  });
  return (
    <Box
      ref={place}
      sx={{
        overflow: 'hidden',
        '& .u-legend': { fontSize: 13, textAlign: 'left' },
        '& .u-legend th, & .u-legend td': { py: 0.25 },
        // The legend's first entry shows the day without a heading.
        '& .u-legend .u-series:first-of-type th': { display: 'none' },
      }}
    />
  );
}

function useLooks(): Looks {
  const theme = useTheme();
  const { mode, systemMode } = useColorScheme();
  const scheme = (mode === 'system' ? systemMode : mode) === 'dark' ? 'dark' : 'light';
  const palette = theme.colorSchemes[scheme]?.palette ?? theme.palette;
  return {
    colors: {
      primary: palette.primary.main,
      secondary: palette.secondary.main,
      success: palette.success.main,
      info: palette.info.main,
    },
    text: palette.text.secondary,
    lines: palette.divider,
    font: theme.typography.fontFamily ?? 'sans-serif',
  };
}
