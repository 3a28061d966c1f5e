import { Chip, styled } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import type { TFunction } from 'i18next';
import { Link } from 'react-router';
import type { User } from '@/api/schema';
import type { Formats } from '@/components/format';
import { UserMarks } from './UserMarks';

const NONE = '—';

// Styled once, not in each of the cells: a page has hundreds.
const Row = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, height: '100%' });
const Name = styled(Link)(({ theme }) => ({
  color: theme.vars.palette.primary.main,
  fontWeight: 600,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  textDecoration: 'none',
  '&:hover': { textDecoration: 'underline' },
}));

/** Columns that are hidden until somebody wants them. */
export const hiddenColumns = ['id', 'telegram_id', 'username', 'gender', 'birthday', 'campaign_id'];

/** The columns of the list of clients. */
export function userColumns(
  t: TFunction,
  formats: Formats,
  campaignName: (id: number) => string | undefined,
): GridColDef<User>[] {
  const head = (field: keyof User & keyof typeof widths) => ({
    field,
    headerName: t(`users.column.${field}`),
    ...widths[field],
  });
  return [
    {
      ...head('display_name'),
      sortable: true,
      hideable: false,
      renderCell: ({ row }) => (
        <Row>
          <Name to={`/users/${row.id}`}>{row.display_name}</Name>
          <UserMarks user={row} />
        </Row>
      ),
    },
    { ...head('username'), valueGetter: (_, row) => (row.username ? `@${row.username}` : NONE) },
    { ...head('phone'), valueGetter: (_, row) => row.phone ?? NONE },
    { ...head('gender'), valueGetter: (_, row) => t(`common.gender.${row.gender}`) },
    { ...head('birthday'), valueGetter: (_, row) => formats.date(row.birthday) },
    {
      ...head('tags'),
      renderCell: ({ row }) =>
        row.tags.length > 0 && (
          <Row>
            {row.tags.map((tag) => (
              <Chip key={tag} size="small" label={tag} />
            ))}
          </Row>
        ),
    },
    {
      field: 'is_subscribed',
      headerName: t('users.filter.is_subscribed'),
      width: 130,
      valueGetter: (_, row) => t(row.is_subscribed ? 'users.marks.subscribed' : 'users.marks.notSubscribed'),
    },
    {
      ...head('campaign_id'),
      valueGetter: (_, row) =>
        row.campaign_id === undefined ? NONE : (campaignName(row.campaign_id) ?? `№ ${row.campaign_id}`),
    },
    { ...head('last_seen_at'), sortable: true, valueGetter: (_, row) => formats.dateTime(row.last_seen_at) },
    { ...head('created_at'), sortable: true, valueGetter: (_, row) => formats.date(row.created_at) },
    { ...head('id'), sortable: true },
    { ...head('telegram_id'), valueGetter: (_, row) => String(row.telegram_id) },
  ];
}

const widths = {
  display_name: { flex: 1.4, minWidth: 220 },
  username: { width: 150 },
  phone: { width: 150 },
  gender: { width: 110 },
  birthday: { width: 140 },
  tags: { flex: 1, minWidth: 140 },
  campaign_id: { width: 160 },
  last_seen_at: { width: 200 },
  created_at: { width: 170 },
  id: { width: 80 },
  telegram_id: { width: 130 },
} as const;
