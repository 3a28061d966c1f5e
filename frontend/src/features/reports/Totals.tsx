import type { Figure } from '@/components/FigureTable';
import { Tile, Tiles } from '@/components/Tile';

/** The totals of a report as tiles. */
export function Totals<Row>({ of, figures }: { of: Row; figures: readonly Figure<Row>[] }) {
  return (
    <Tiles min={210}>
      {figures.map(([label, value]) => (
        <Tile key={label} label={label} value={value(of)} />
      ))}
    </Tiles>
  );
}
