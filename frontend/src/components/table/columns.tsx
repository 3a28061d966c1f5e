import type { GridColDef, GridValidRowModel } from '@mui/x-data-grid';
import type { ReactNode } from 'react';
import type { Formats } from '@/components/format';
import { To } from '@/components/To';

/** A width in pixels, or any options of a column. */
type More<Row extends GridValidRowModel> = number | Partial<GridColDef<Row>>;

const RIGHT = { align: 'right', headerAlign: 'right' } as const;

/** Makers of a list's columns: each takes the field, the heading, where needed how to read a row, and options. */
export function columnsOf<Row extends GridValidRowModel>({
  dateTime,
  date,
}: Pick<Formats, 'dateTime' | 'date'>) {
  type Field = keyof Row & string;
  const plain = (field: string, headerName: string, more: More<Row> = {}): GridColDef<Row> => ({
    field,
    headerName,
    ...(typeof more === 'number' ? { width: more } : more),
  });
  const text = (field: string, head: string, of: (row: Row) => string | undefined, more?: More<Row>) => ({
    ...plain(field, head, more),
    valueGetter: (_: never, row: Row) => of(row),
  });
  const node = (
    field: string,
    head: string,
    of: (row: Row) => ReactNode,
    more?: More<Row>,
  ): GridColDef<Row> => ({
    ...plain(field, head, more),
    renderCell: ({ row }) => of(row),
  });
  return {
    /** The field as it is. */
    plain,
    /** A text made of the row. */
    text,
    /** An element made of the row. */
    node,
    /** A figure, at the right. */
    figure: (field: string, head: string, of: (row: Row) => string, more: Partial<GridColDef<Row>> = {}) =>
      text(field, head, of, { width: 110, ...RIGHT, ...more }),
    /** An instant, to the minute. */
    dateTime: (field: Field, head: string, more: Partial<GridColDef<Row>> = {}) =>
      text(field, head, (row) => dateTime(row[field]), { width: 205, ...more }),
    /** A day. */
    date: (field: Field, head: string, more: Partial<GridColDef<Row>> = {}) =>
      text(field, head, (row) => date(row[field]), { width: 150, ...more }),
    /** A link to a client. */
    person: (head: string, of: (row: Row) => { id: number; display_name: string } | undefined) =>
      node(
        'user',
        head,
        (row) => {
          const person = of(row);
          return person && <To to={`/users/${person.id}`}>{person.display_name}</To>;
        },
        { flex: 1, minWidth: 160 },
      ),
  };
}
