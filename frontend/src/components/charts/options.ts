import uPlot from 'uplot';

/** A series of a chart. */
export interface Series {
  label: string;
  values: number[];
  /** A colour of the theme. */
  color?: keyof Looks['colors'];
}

/** The content of a chart. */
export interface Drawn {
  /** The label of each point. */
  points: string[];
  /** Bars: at most two. */
  series: Series[];
  kind: 'bars' | 'lines';
  /** Formats a value. */
  format: (value: number) => string;
}

/** The theme's values for the canvas. */
export interface Looks {
  colors: Record<'primary' | 'secondary' | 'success' | 'info', string>;
  text: string;
  lines: string;
  font: string;
}

const ORDER = ['primary', 'secondary', 'success', 'info'] as const;

/** The chart library's options. */
export function optionsOf(
  { points, series, kind, format }: Drawn,
  looks: Looks,
  size: { width: number; height: number },
): uPlot.Options {
  const axis = {
    stroke: looks.text,
    font: `12px ${looks.font}`,
    grid: { stroke: looks.lines, width: 1 },
    ticks: { stroke: looks.lines, width: 1 },
  };
  return {
    ...size,
    // Room for the bars of the first and the last point.
    scales: {
      x: { time: false, range: [-0.5, points.length - 0.5] },
      y: { range: (_, __, top) => [0, roof(top)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 56,
        incrs: [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365],
        values: (_, splits) => splits.map((at) => points[at] ?? ''),
      },
      { ...axis, size: 64, values: (_, splits) => splits.map(short) },
    ],
    series: [
      { label: '\u00a0', value: (_, at: number | null) => (at === null ? '' : (points[at] ?? '')) },
      ...series.map(({ label, color }, index): uPlot.Series => {
        const stroke = looks.colors[color ?? ORDER[index % ORDER.length] ?? 'primary'];
        const shared = {
          label,
          stroke,
          value: (_: uPlot, value: number | null) => (value === null ? '—' : format(value)),
        };
        if (kind === 'lines') return { ...shared, width: 2, points: { show: points.length < 2 } };
        const align = series.length === 1 ? 0 : index === 0 ? -1 : 1;
        const width = series.length === 1 ? 0.6 : 0.4;
        const paths = uPlot.paths.bars?.({ size: [width, 36], align });
        return { ...shared, fill: stroke, width: 0, points: { show: false }, ...(paths ? { paths } : {}) };
      }),
    ],
    cursor: { drag: { x: false, y: false }, y: false },
    legend: { live: true },
  };
}

/** The top of the scale: some room above the highest value, and 1 for an empty chart. */
export const roof = (top: number): number => (top > 0 ? top * 1.08 : 1);

const compact = new Intl.NumberFormat('ru-RU', { notation: 'compact', maximumFractionDigits: 1 });

/** A value of the axis: short, `30 тыс.`. */
function short(value: number): string {
  return compact.format(value);
}
