import { useTranslation } from 'react-i18next';
import { TimeChart } from '@/components/charts/TimeChart';
import type { Series } from '@/components/charts/options';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';

interface Props<Point> {
  title: string;
  points: readonly Point[];
  /** Drawn as lines, in roubles; whole numbers are drawn as bars. */
  isMoney?: boolean;
  lines: readonly { label: string; of: (point: Point) => number; color: NonNullable<Series['color']> }[];
}

/** A chart over the report's points; says so when all values are zero. */
export function ReportChart<Point extends { from: string }>(props: Props<Point>) {
  const { title, points, isMoney = false, lines } = props;
  const { t } = useTranslation();
  const { shortDate, number, money } = useFormats();
  const series = lines.map(({ of, ...line }) => ({ ...line, values: points.map(of) }));
  return (
    <Section title={title}>
      {series.every(({ values }) => values.every((value) => value === 0)) ? (
        <EmptyState title={t('reports.empty')} hint={t('reports.emptyHint')} />
      ) : (
        <TimeChart
          kind={isMoney ? 'lines' : 'bars'}
          label={title}
          points={points.map(({ from }) => shortDate(from))}
          format={isMoney ? (value) => money(value.toFixed(2)) : number}
          series={series}
        />
      )}
    </Section>
  );
}
