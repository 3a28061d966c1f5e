import {
  DataGrid,
  type GridColDef,
  type GridColumnVisibilityModel,
  type GridRowId,
  type GridRowParams,
  type GridRowSelectionModel,
  type GridSortModel,
  type GridValidRowModel,
} from '@mui/x-data-grid';
import { ruRU } from '@mui/x-data-grid/locales';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ListState } from './list-state';
import type { Selection } from './selection';

interface Props<Row extends GridValidRowModel> {
  label: string;
  rows: readonly Row[];
  columns: readonly GridColDef<Row>[];
  list: ListState;
  isLoading: boolean;
  hidden: GridColumnVisibilityModel;
  selection?: Selection | undefined;
  href?: ((row: Row) => string) | undefined;
  empty: ReactNode;
}

/** The rows as a grid. Order and paging are the server's. */
export function Grid<Row extends GridValidRowModel & { id: number }>(props: Props<Row>) {
  const { label, rows, columns, list, isLoading, hidden, selection, href, empty } = props;
  const { i18n } = useTranslation();
  const navigate = useNavigate();
  return (
    <DataGrid
      aria-label={label}
      rows={rows}
      columns={columns}
      loading={isLoading}
      density="compact"
      rowHeight={52}
      hideFooter
      disableColumnMenu
      disableColumnFilter
      disableRowSelectionOnClick
      sortingMode="server"
      sortingOrder={['desc', 'asc']}
      sortModel={sortModel(list.sort)}
      onSortModelChange={(model) => {
        const [first] = model;
        if (first?.sort) list.setSort(`${first.sort === 'desc' ? '-' : ''}${first.field}`);
      }}
      columnVisibilityModel={hidden}
      checkboxSelection={selection !== undefined}
      keepNonExistentRowsSelected
      rowSelectionModel={{ type: 'include', ids: new Set<GridRowId>(selection?.ids) }}
      onRowSelectionModelChange={(model) => {
        selection?.change(chosen(model, rows));
      }}
      onRowClick={({ row }: GridRowParams<Row>, event) => {
        // A link or button within the row does its own work.
        if (href && !(event.target as Element).closest('a,button,input')) void navigate(href(row));
      }}
      slots={{ noRowsOverlay: () => <>{empty}</> }}
      slotProps={{ loadingOverlay: { variant: 'linear-progress', noRowsVariant: 'skeleton' } }}
      {...(i18n.language === 'ru' ? { localeText: ruRU.components.MuiDataGrid.defaultProps.localeText } : {})}
      sx={{
        border: 0,
        '& .MuiDataGrid-row': href ? { cursor: 'pointer' } : {},
        '--DataGrid-overlayHeight': '300px',
      }}
    />
  );
}

function sortModel(sort: string): GridSortModel {
  return sort.startsWith('-') ? [{ field: sort.slice(1), sort: 'desc' }] : [{ field: sort, sort: 'asc' }];
}

/** The grid says "all but these" when the box in its head is ticked: all of this page then. */
function chosen(model: GridRowSelectionModel, rows: readonly { id: number }[]): Set<number> {
  if (model.type === 'include') return new Set([...model.ids].map(Number));
  return new Set(rows.map((row) => row.id).filter((id) => !model.ids.has(id)));
}
