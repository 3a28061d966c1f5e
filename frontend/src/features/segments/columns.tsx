import { Link as MuiLink, Typography } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import type { TFunction } from 'i18next';
import { Link } from 'react-router';
import type { Segment, SegmentFilter } from '@/api/schema';
import type { Formats } from '@/components/format';
import { SegmentCount } from './SegmentCount';

/** The columns of the list of segments. */
export function segmentColumns(
  t: TFunction,
  formats: Formats,
  sentence: (filter: SegmentFilter) => string,
): GridColDef<Segment>[] {
  return [
    {
      field: 'name',
      headerName: t('segments.name'),
      sortable: true,
      hideable: false,
      flex: 1,
      minWidth: 180,
      renderCell: ({ row }) => (
        <MuiLink component={Link} to={`/segments/${row.id}`} underline="hover" sx={{ fontWeight: 600 }}>
          {row.name}
        </MuiLink>
      ),
    },
    {
      field: 'filter',
      headerName: t('segments.filter'),
      flex: 2.5,
      minWidth: 260,
      renderCell: ({ row }) => (
        <Typography component="span" variant="body2" title={sentence(row.filter)} noWrap>
          {sentence(row.filter)}
        </Typography>
      ),
    },
    {
      field: 'count',
      headerName: t('segments.count'),
      width: 150,
      align: 'right',
      headerAlign: 'right',
      renderCell: ({ row }) => <SegmentCount filter={row.filter} />,
    },
    {
      field: 'description',
      headerName: t('segments.description'),
      flex: 1,
      minWidth: 140,
      valueGetter: (_, row) => row.description ?? '—',
    },
    {
      field: 'created_at',
      headerName: t('segments.created'),
      sortable: true,
      width: 150,
      valueGetter: (_, row) => formats.date(row.created_at),
    },
    {
      field: 'updated_at',
      headerName: t('segments.updated'),
      width: 200,
      valueGetter: (_, row) => formats.dateTime(row.updated_at),
    },
  ];
}
