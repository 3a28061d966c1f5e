import {
  DataGrid,
  type GridColDef,
  type GridColumnVisibilityModel,
  type GridRowId,
  type GridRowParams,
  type GridRowSelectionModel,
  type GridSlotsComponentsProps,
  type GridSortDirection,
  type GridSortModel,
  type GridValidRowModel,
} from '@mui/x-data-grid';
import { ruRU } from '@mui/x-data-grid/locales';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLatest } from '@/components/latest';
import { useLate } from './late';
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
}

const SORTING_ORDER: GridSortDirection[] = ['desc', 'asc'];
const SLOT_PROPS = {
  loadingOverlay: { variant: 'linear-progress', noRowsVariant: 'skeleton' },
} as const satisfies GridSlotsComponentsProps;
const PLAIN = { border: 0, '--DataGrid-overlayHeight': '300px' };
const CLICKABLE = { ...PLAIN, '& .MuiDataGrid-row': { cursor: 'pointer' } };

/** The rows as a grid. Order and paging are the server's. */
export function Grid<Row extends GridValidRowModel & { id: number }>(props: Props<Row>) {
  const { label, rows, columns, list, isLoading, hidden, selection, href } = props;
  const { i18n } = useTranslation();
  const navigate = useNavigate();
  const ids = selection?.ids;
  // The first load is shown at once; another page usually arrives before the indicator.
  const isLate = useLate(isLoading);
  // The grid recomputes for every new object, even an equal one.
  const selected = useMemo<GridRowSelectionModel>(
    () => ({ type: 'include', ids: new Set<GridRowId>(ids) }),
    [ids],
  );
  const order = useMemo(() => sortModel(list.sort), [list.sort]);
  const sort = useLatest(([first]: GridSortModel) => {
    if (first?.sort) list.setSort(`${first.sort === 'desc' ? '-' : ''}${first.field}`);
  });
  const select = useLatest((model: GridRowSelectionModel) => {
    selection?.change(chosen(model, rows));
  });
  const open = useLatest(({ row }: GridRowParams<Row>, event: React.MouseEvent) => {
    // Links and buttons in the row handle their own clicks.
    if (href && !(event.target as Element).closest('a,button,input')) void navigate(href(row));
  });
  return (
    <DataGrid
      aria-label={label}
      rows={rows}
      columns={columns}
      loading={isLate || (isLoading && rows.length === 0)}
      density="compact"
      rowHeight={52}
      hideFooter
      disableColumnMenu
      disableColumnFilter
      disableRowSelectionOnClick
      sortingMode="server"
      sortingOrder={SORTING_ORDER}
      sortModel={order}
      onSortModelChange={sort}
      columnVisibilityModel={hidden}
      checkboxSelection={selection !== undefined}
      keepNonExistentRowsSelected
      rowSelectionModel={selected}
      onRowSelectionModelChange={select}
      onRowClick={open}
      slotProps={SLOT_PROPS}
      {...(i18n.language === 'ru' ? { localeText: ruRU.components.MuiDataGrid.defaultProps.localeText } : {})}
      sx={href ? CLICKABLE : PLAIN}
    />
  );
}

function sortModel(sort: string): GridSortModel {
  return sort.startsWith('-') ? [{ field: sort.slice(1), sort: 'desc' }] : [{ field: sort, sort: 'asc' }];
}

/** The grid reports "all but these" when the heading's box is ticked, which means all of this page. */
function chosen(model: GridRowSelectionModel, rows: readonly { id: number }[]): Set<number> {
  if (model.type === 'include') return new Set([...model.ids].map(Number));
  return new Set(rows.map((row) => row.id).filter((id) => !model.ids.has(id)));
}
