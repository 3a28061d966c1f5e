import { useTranslation } from 'react-i18next';
import { TimeChart } from '@/components/charts/TimeChart';
import type { Series } from '@/components/charts/options';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';
import { Tile, Tiles } from '@/components/Tile';

/** The totals of a report, as `[label, value]`. */
export function Totals({ values }: { values: readonly (readonly [string, string])[] }) {
  return (
    <Tiles min={210}>
      {values.map(([label, value]) => (
        <Tile key={label} label={label} value={value} />
      ))}
    </Tiles>
  );
}

interface ChartProps<P> {
  title: string;
  points: readonly P[];
  kind: 'bars' | 'lines';
  isMoney?: boolean;
  lines: readonly { label: string; of: (point: P) => number; color?: NonNullable<Series['color']> }[];
}

/** A chart over the report's points; says so when there is nothing in any of them. */
export function ReportChart<P extends { from: string }>({
  title,
  points,
  kind,
  isMoney,
  lines,
}: ChartProps<P>) {
  const { t } = useTranslation();
  const { shortDate, number, money } = useFormats();
  const series = lines.map(({ label, of, color }) => ({
    label,
    values: points.map(of),
    ...(color ? { color } : {}),
  }));
  return (
    <Section title={title}>
      {series.every(({ values }) => values.every((value) => value === 0)) ? (
        <EmptyState title={t('reports.empty')} hint={t('reports.emptyHint')} />
      ) : (
        <TimeChart
          kind={kind}
          label={title}
          points={points.map(({ from }) => shortDate(from))}
          format={isMoney ? (value) => money(value.toFixed(2)) : number}
          series={series}
        />
      )}
    </Section>
  );
}
