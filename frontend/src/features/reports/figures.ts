import { useTranslation } from 'react-i18next';
import type { GroupBy } from '@/api/schema';
import type { Series } from '@/components/charts/options';
import { useFormats } from '@/components/format';
import type { reports } from '@/i18n/ru/reports';

/** A figure of the reports, by the name of its field in the API. */
type Name = keyof typeof reports.figure;

/** What each report is given. */
export interface ReportProps {
  /** The local days of the report, and what a point of its chart stands for. */
  query: { from: string; to: string; group_by?: GroupBy };
}

/** The figures of reports: each maker takes a field and gives the label with how to write the value. */
export function useFigures() {
  const { t } = useTranslation();
  const { number, money, percent } = useFormats();
  const label = (field: Name) => t(`reports.figure.${field}`);
  return {
    label,
    /** A whole number. */
    count: <F extends Name>(field: F) =>
      [label(field), (of: Record<F, number>) => number(of[field])] as const,
    /** An amount of money. */
    sum: <F extends Name>(field: F) => [label(field), (of: Record<F, string>) => money(of[field])] as const,
    /** The share of issued codes that were redeemed. */
    rate: [
      label('redemption_rate'),
      (of: { redemption_rate?: string }) => percent(of.redemption_rate),
    ] as const,
    /** A line or bar of a chart. */
    line: <F extends Name>(field: F, color: NonNullable<Series['color']>) => ({
      label: label(field),
      of: (point: Record<F, number | string>) => Number(point[field]),
      color,
    }),
    /** A step of a funnel. */
    step: <F extends Name>(field: F, of: Record<F, number>) => ({ label: label(field), count: of[field] }),
  };
}
