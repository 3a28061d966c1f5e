import AddIcon from '@mui/icons-material/Add';
import QrCodeIcon from '@mui/icons-material/QrCode2Outlined';
import { Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Campaign } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useFormats } from '@/components/format';
import { useNames } from '@/components/names';
import { columnsOf } from '@/components/table/columns';
import { FlagFilter } from '@/components/table/filters';
import { useListState } from '@/components/table/list-state';
import { ListPage } from '@/components/table/ListPage';
import { RemoteFilter } from '@/components/table/RemoteFilter';
import { RowCard } from '@/components/table/RowCard';
import { useJoinedText } from './joined';
import { StateChip } from './StateChip';

/** All campaigns. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const list = useListState({ sort: '-created_at' });
  const query = useGet('/campaigns', { query: list.query() }, { keepPrevious: true });
  const templateName = useNames('template');
  const joined = useJoinedText();
  const gift = ({ template_id }: Campaign) => templateName(template_id) ?? t('campaigns.noTemplate');
  const { plain, text, node, figure, dateTime } = columnsOf<Campaign>(useFormats());
  const add = (
    <ActionButton need="marketing" to="/campaigns/new" variant="contained" startIcon={<AddIcon />}>
      {t('campaigns.add')}
    </ActionButton>
  );
  return (
    <ListPage
      name="campaigns"
      title={t('campaigns.title')}
      actions={add}
      query={query}
      list={list}
      columns={[
        plain('name', t('campaigns.field.name'), { flex: 2, minWidth: 200, sortable: true, hideable: false }),
        node('state', t('campaigns.column.state'), (row) => <StateChip campaign={row} />, 150),
        figure('joined_count', t('campaigns.column.joined'), joined, { width: 150, sortable: true }),
        text('template_id', t('campaigns.field.template'), gift, { flex: 1, minWidth: 160 }),
        plain('slug', t('campaigns.field.slug'), 160),
        dateTime('starts_at', t('campaigns.field.starts_at')),
        dateTime('ends_at', t('campaigns.field.ends_at')),
        dateTime('created_at', t('campaigns.column.created_at'), { sortable: true }),
      ]}
      hidden={['starts_at', 'created_at']}
      card={(row) => (
        <RowCard title={row.name} mark={<StateChip campaign={row} />} lines={[gift(row)]}>
          <Typography variant="body2">{t('campaigns.cardJoined', { joined: joined(row) })}</Typography>
        </RowCard>
      )}
      href={(row) => `/campaigns/${row.id}`}
      search={
        <FlagFilter
          name="is_active"
          label={t('campaigns.field.is_active')}
          yes={t('common.on')}
          no={t('common.off')}
        />
      }
      filters={<RemoteFilter name="template_id" label={t('campaigns.field.template')} of="template" />}
      empty={{
        icon: <QrCodeIcon />,
        title: t('campaigns.empty.title'),
        hint: t('campaigns.empty.hint'),
        action: add,
      }}
    />
  );
}
