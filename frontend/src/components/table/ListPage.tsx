import type { GridValidRowModel } from '@mui/x-data-grid';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/feedback/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { DataTable, type TableProps } from './DataTable';
import { FilterBar } from './FilterBar';

interface Props<Row extends GridValidRowModel> extends Omit<TableProps<Row>, 'label' | 'toolbar' | 'empty'> {
  title: string;
  subtitle?: string;
  /** The address of the page above this one. */
  back?: string;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** The filter that is always in sight. */
  search: ReactNode;
  /** The other filters. */
  filters?: ReactNode;
  /** Below the filters. */
  bar?: ReactNode;
  /** Shown when the list has no rows and no filter is set. */
  empty: { icon: ReactNode; title: string; hint: string; action?: ReactNode };
}

/** A page with a list: its title, its filters, its rows. */
export function ListPage<Row extends GridValidRowModel & { id: number }>(props: Props<Row>) {
  const { title, subtitle, back, actions, search, filters, bar, empty, ...table } = props;
  return (
    <>
      <PageHeader title={title} subtitle={subtitle} actions={actions} {...(back ? { back } : {})} />
      <DataTable
        {...(table as TableProps<Row>)}
        label={title}
        toolbar={
          <>
            <FilterBar list={table.list} first={search}>
              {filters}
            </FilterBar>
            {bar}
          </>
        }
        empty={<EmptyState {...empty} />}
      />
    </>
  );
}
