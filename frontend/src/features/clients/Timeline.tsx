import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import CheckCircleIcon from '@mui/icons-material/CheckCircleOutlined';
import ConfirmationNumberIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import BlockIcon from '@mui/icons-material/Block';
import NotificationsIcon from '@mui/icons-material/NotificationsOutlined';
import PersonAddIcon from '@mui/icons-material/PersonAddOutlined';
import QrCodeIcon from '@mui/icons-material/QrCode2';
import ShoppingBagIcon from '@mui/icons-material/ShoppingBagOutlined';
import UndoIcon from '@mui/icons-material/Undo';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { TimelineEventType } from '@/api/schema';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { Pager } from '@/components/table/Pager';
import { HistoryItem, HistoryList } from './HistoryList';
import { eventAddress, eventDetails, eventTitle } from './timeline-words';

const icons: Readonly<Record<TimelineEventType, ReactNode>> = {
  joined: <PersonAddIcon color="primary" />,
  campaign_joined: <QrCodeIcon color="primary" />,
  discount_issued: <ConfirmationNumberIcon color="secondary" />,
  discount_revoked: <BlockIcon color="warning" />,
  redeemed: <CheckCircleIcon color="success" />,
  undone: <UndoIcon color="warning" />,
  order: <ShoppingBagIcon color="success" />,
  broadcast_sent: <CampaignIcon color="action" />,
  notification_sent: <NotificationsIcon color="action" />,
};

/** All events of a client, newest first. */
export function Timeline({ userId }: { userId: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [page, setPage] = useState(1);
  const [perPage, setPerPage] = useState(25);
  const query = useGet(
    '/users/{id}/timeline',
    { path: { id: userId }, query: { page, per_page: perPage } },
    { keepPrevious: true },
  );
  return (
    <Loaded query={query}>
      {({ items, total, total_exact: isExact }) =>
        total === 0 ? (
          <EmptyState title={t('users.timeline.none')} />
        ) : (
          <>
            <HistoryList label={t('users.tabs.timeline')}>
              {items.map((event, index) => (
                <HistoryItem
                  // Events have no ids; their order on a page never changes.
                  key={`${page}-${index}`}
                  icon={icons[event.type]}
                  title={eventTitle(event, t, formats)}
                  text={eventDetails(event, t, formats)}
                  to={eventAddress(event, userId)}
                />
              ))}
            </HistoryList>
            <Pager
              list={{
                page,
                perPage,
                setPage,
                setPerPage: (count) => {
                  setPerPage(count);
                  setPage(1);
                },
              }}
              total={total}
              isExact={isExact}
            />
          </>
        )
      }
    </Loaded>
  );
}
