import { Chip, styled } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import type { TFunction } from 'i18next';
import { Link } from 'react-router';
import type { User } from '@/api/schema';
import type { Formats } from '@/components/format';
import { columnsOf } from '@/components/table/columns';
import type { users } from '@/i18n/ru/users';
import { UserMarks } from './UserMarks';

// Styled once instead of in each cell: a page has hundreds of cells.
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

/** Columns that are hidden at first. */
export const hiddenColumns = ['id', 'telegram_id', 'username', 'gender', 'birthday', 'campaign_id'];

/** The columns of the list of clients. */
export function userColumns(
  t: TFunction,
  formats: Formats,
  campaignName: (id: number | undefined) => string | undefined,
): GridColDef<User>[] {
  const { plain, text, node, date, dateTime } = columnsOf<User>(formats);
  const head = (field: keyof typeof users.column) => t(`users.column.${field}`);
  return [
    node(
      'display_name',
      head('display_name'),
      (row) => (
        <Row>
          <Name to={`/users/${row.id}`}>{row.display_name}</Name>
          <UserMarks user={row} />
        </Row>
      ),
      { flex: 1.4, minWidth: 220, sortable: true, hideable: false },
    ),
    text('username', head('username'), ({ username }) => (username ? `@${username}` : '—'), 150),
    text('phone', head('phone'), ({ phone = '—' }) => phone, 150),
    text('gender', head('gender'), ({ gender }) => t(`common.gender.${gender}`), 110),
    date('birthday', head('birthday')),
    node(
      'tags',
      head('tags'),
      ({ tags }) =>
        tags.length > 0 && (
          <Row>
            {tags.map((tag) => (
              <Chip key={tag} size="small" label={tag} />
            ))}
          </Row>
        ),
      { flex: 1, minWidth: 140 },
    ),
    text(
      'is_subscribed',
      t('users.filter.is_subscribed'),
      (row) => t(row.is_subscribed ? 'users.marks.subscribed' : 'users.marks.notSubscribed'),
      130,
    ),
    text('campaign_id', head('campaign_id'), ({ campaign_id: id }) => campaignName(id) ?? '—', 160),
    dateTime('last_seen_at', head('last_seen_at'), { sortable: true }),
    date('created_at', head('created_at'), { sortable: true }),
    plain('id', head('id'), { width: 80, sortable: true }),
    text('telegram_id', head('telegram_id'), (row) => String(row.telegram_id), 130),
  ];
}
