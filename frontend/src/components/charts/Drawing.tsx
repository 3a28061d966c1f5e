import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { LineChart } from '@mui/x-charts/LineChart';

/** One thing that is counted over time. */
export interface Series {
  label: string;
  values: number[];
  /** Which of the theme's colours. */
  color?: 'primary' | 'secondary' | 'success' | 'info';
}

export interface TimeChartProps {
  /** What the chart shows, in a sentence. */
  label: string;
  /** What stands under each point. */
  points: string[];
  series: Series[];
  kind: 'bars' | 'lines';
  /** How a value is shown. */
  format: (value: number) => string;
  height?: number;
}

const COLORS = ['primary', 'secondary', 'success', 'info'] as const;
const compact = new Intl.NumberFormat('ru-RU', { notation: 'compact', maximumFractionDigits: 1 });

/** The drawing itself, a file of its own because the chart library is large. */
export default function Drawing({ points, series, kind, format, height = 260 }: TimeChartProps) {
  const theme = useTheme();
  const drawn = series.map(({ label, values, color }, index) => ({
    data: values,
    label,
    color: theme.palette[color ?? COLORS[index % COLORS.length] ?? 'primary'].main,
    valueFormatter: (value: number | null) => (value === null ? '' : format(value)),
  }));
  const shared = {
    height,
    margin: { left: 0, right: 12, top: 8, bottom: 0 },
    grid: { horizontal: true },
    yAxis: [{ width: 52, min: 0, valueFormatter: (value: number) => compact.format(value) }],
  };
  if (kind === 'bars') {
    return (
      <BarChart
        {...shared}
        series={drawn}
        xAxis={[{ scaleType: 'band' as const, data: points }]}
        borderRadius={4}
      />
    );
  }
  return (
    <LineChart
      {...shared}
      series={drawn.map((line) => ({ ...line, showMark: points.length < 32, curve: 'monotoneX' as const }))}
      xAxis={[{ scaleType: 'point' as const, data: points }]}
    />
  );
}
