import PeopleIcon from '@mui/icons-material/PeopleOutlined';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { useMay } from '@/api/session-hooks';
import { useFormats } from '@/components/format';
import { useListState } from '@/components/table/list-state';
import { useSelection } from '@/components/table/selection';
import { ActionButton } from '@/components/ActionButton';
import { useNames } from '@/components/names';
import { SearchFilter } from '@/components/table/filters';
import { ListPage } from '@/components/table/ListPage';
import { BulkTags } from './BulkTags';
import { hiddenColumns, userColumns } from './columns';
import { ListActions } from './ListActions';
import { userFilterOf } from './list-filters';
import { SavedViews } from './SavedViews';
import { SelectionBar } from './SelectionBar';
import { UserCard } from './UserCard';
import { UserFilters } from './UserFilters';

const DAYS = ['created_from', 'created_to'];

/** The clients that match the filters, and the actions on them. */
export function UsersPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayChange = useMay('marketing');
  const list = useListState({ sort: '-created_at', days: DAYS });
  const selection = useSelection();
  const [isTagging, setTagging] = useState(false);
  const query = useGet('/users', { query: list.query() }, { keepPrevious: true });
  const campaignName = useNames('campaign');
  const columns = useMemo(() => userColumns(t, formats, campaignName), [t, formats, campaignName]);
  const tag = () => setTagging(true);
  return (
    <>
      <ListPage
        name="users"
        title={t('users.title')}
        actions={<ListActions list={list} onTag={tag} />}
        query={query}
        list={list}
        columns={columns}
        hidden={hiddenColumns}
        card={(user) => <UserCard user={user} />}
        href={({ id }) => `/users/${id}`}
        {...(mayChange ? { selection } : {})}
        search={
          <>
            <SearchFilter label={t(mayChange ? 'users.searchLabel' : 'users.searchLabelReadonly')} />
            <SavedViews list={list} />
          </>
        }
        filters={<UserFilters />}
        bar={<SelectionBar selection={selection} onTag={tag} />}
        empty={{
          icon: <PeopleIcon />,
          title: t('users.emptyTitle'),
          hint: t('users.emptyHint'),
          action: (
            <ActionButton to="/campaigns" variant="contained">
              {t('users.emptyAction')}
            </ActionButton>
          ),
        }}
      />
      {isTagging && (
        <BulkTags
          ids={selection.ids}
          filter={userFilterOf(list.filterQuery())}
          total={query.data?.total ?? 0}
          onDone={selection.clear}
          onClose={() => setTagging(false)}
        />
      )}
    </>
  );
}
