import PeopleIcon from '@mui/icons-material/PeopleOutlined';
import { Button } from '@mui/material';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import { useMay } from '@/api/session-hooks';
import { EmptyState } from '@/components/feedback/EmptyState';
import { useFormats } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { DataTable } from '@/components/table/DataTable';
import { useListState } from '@/components/table/list-state';
import { useSelection } from '@/components/table/selection';
import { BulkTags } from './BulkTags';
import { hiddenColumns, userColumns } from './columns';
import { ListActions } from './ListActions';
import { userFilterOf } from './list-filters';
import { SavedViews } from './SavedViews';
import { SelectionBar } from './SelectionBar';
import { UserCard } from './UserCard';
import { UserFilters } from './UserFilters';

const DAYS = ['created_from', 'created_to'];

/** The clients: whom the filters mean, and what can be done with them. */
export function UsersPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayChange = useMay('marketing');
  const list = useListState({ sort: '-created_at', days: DAYS });
  const selection = useSelection();
  const [isTagging, setTagging] = useState(false);
  const query = useGet('/users', { query: list.query() }, { keepPrevious: true });
  const campaigns = useGet('/campaigns', { query: { per_page: 200 } }, { staleTime: 60_000 });
  const columns = useMemo(
    () => userColumns(t, formats, (id) => campaigns.data?.items.find((campaign) => campaign.id === id)?.name),
    [t, formats, campaigns.data],
  );
  const total = query.data?.total ?? 0;
  const tag = () => setTagging(true);
  return (
    <>
      <PageHeader title={t('users.title')} actions={<ListActions list={list} onTag={tag} />} />
      <DataTable
        name="users"
        label={t('users.title')}
        query={query}
        list={list}
        columns={columns}
        hidden={hiddenColumns}
        card={(user) => <UserCard user={user} />}
        href={({ id }) => `/users/${id}`}
        {...(mayChange ? { selection } : {})}
        toolbar={
          <>
            <UserFilters list={list} views={<SavedViews list={list} />} />
            <SelectionBar selection={selection} onTag={tag} />
          </>
        }
        empty={
          <EmptyState
            icon={<PeopleIcon />}
            title={t('users.emptyTitle')}
            hint={t('users.emptyHint')}
            action={
              <Button component={Link} to="/campaigns" variant="contained">
                {t('users.emptyAction')}
              </Button>
            }
          />
        }
      />
      {isTagging && (
        <BulkTags
          ids={selection.ids}
          filter={userFilterOf(list.filterQuery())}
          total={total}
          onDone={selection.clear}
          onClose={() => setTagging(false)}
        />
      )}
    </>
  );
}
