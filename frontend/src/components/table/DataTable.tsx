import { Box, Paper, Stack, useMediaQuery } from '@mui/material';
import type { GridColDef, GridValidRowModel } from '@mui/x-data-grid';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/feedback/EmptyState';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { useStored } from '@/components/stored';
import { CardList } from './CardList';
import { ColumnsMenu } from './ColumnsMenu';
import { Grid } from './Grid';
import type { ListState } from './list-state';
import { Pager } from './Pager';
import type { Selection } from './selection';
import { SortMenu } from './SortMenu';

/** A page of a list, as the API answers it. */
export interface PageOf<Row> {
  items: Row[];
  total: number;
  total_exact: boolean;
}

/** What a table is given. */
export interface TableProps<Row extends GridValidRowModel> {
  /** The key under which the browser stores the choice of columns. */
  name: string;
  /** The name of the list for screen readers. */
  label: string;
  query: Pick<UseQueryResult<PageOf<Row>>, 'data' | 'error' | 'isFetching' | 'isPlaceholderData' | 'refetch'>;
  list: ListState;
  /** Where `sortable` is true, `field` is the API's sort field. */
  columns: readonly GridColDef<Row>[];
  /** Columns that are hidden at first. */
  hidden?: readonly string[];
  /** One row on a phone. */
  card: (row: Row) => ReactNode;
  href?: (row: Row) => string;
  selection?: Selection;
  /** Shown for an empty list without filters. */
  empty: ReactNode;
  /** The filters. */
  toolbar?: ReactNode;
}

/** A list of the API: filters, order, paging; a grid on a wide screen, cards on a phone. */
export function DataTable<Row extends GridValidRowModel & { id: number }>(props: TableProps<Row>) {
  const { name, label, query, list, card, href, selection, toolbar } = props;
  const { t } = useTranslation();
  const isPhone = useMediaQuery((theme) => theme.breakpoints.down('sm'));
  const [visibility, setVisibility] = useStored<Record<string, boolean>>(
    `columns.${name}`,
    Object.fromEntries((props.hidden ?? []).map((field) => [field, false])),
  );
  const { columns: given } = props;
  const columns = useMemo(() => given.map((column) => ({ sortable: false, ...column })), [given]);
  const rows = query.data?.items ?? [];
  const isLoading = query.isFetching && (query.data === undefined || query.isPlaceholderData);
  const isFiltered = Object.keys(list.filters).length > 0;
  const empty = isFiltered ? (
    <EmptyState title={t('common.table.nothingFound')} hint={t('common.table.nothingFoundHint')} />
  ) : (
    props.empty
  );
  const shared = { rows, list, isLoading, selection, href, label };
  return (
    <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
      <Stack direction="row" spacing={1} sx={{ p: 1, alignItems: 'flex-start' }}>
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>{toolbar}</Box>
        {isPhone ? (
          <SortMenu columns={columns} list={list} />
        ) : (
          <ColumnsMenu columns={columns} visibility={visibility} onChange={setVisibility} />
        )}
      </Stack>
      {query.error ? (
        <Box sx={{ p: 1 }}>
          <ErrorNotice error={query.error} retry={() => void query.refetch()} />
        </Box>
      ) : rows.length === 0 && !isLoading && query.data !== undefined ? (
        empty
      ) : isPhone ? (
        <CardList {...shared} card={card} />
      ) : (
        <Box
          sx={{
            display: 'flex',
            flexDirection: 'column',
            // As high as the rows, at most as high as the window.
            minHeight: 200,
            maxHeight: 'max(440px, calc(100dvh - 290px))',
          }}
        >
          <Grid {...shared} columns={columns} hidden={visibility} />
        </Box>
      )}
      {query.data && query.data.total > 0 && (
        <Pager list={list} total={query.data.total} isExact={query.data.total_exact} />
      )}
    </Paper>
  );
}
