import AdminPanelSettingsIcon from '@mui/icons-material/AdminPanelSettingsOutlined';
import AssessmentIcon from '@mui/icons-material/AssessmentOutlined';
import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import DonutIcon from '@mui/icons-material/DonutLargeOutlined';
import GroupIcon from '@mui/icons-material/GroupOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import LocalOfferIcon from '@mui/icons-material/LocalOfferOutlined';
import PointOfSaleIcon from '@mui/icons-material/PointOfSaleOutlined';
import QrCodeIcon from '@mui/icons-material/QrCode2Outlined';
import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import SettingsIcon from '@mui/icons-material/SettingsOutlined';
import TicketIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import type { ReactNode } from 'react';
import type { Role } from '@/api/schema';
import type { nav } from '@/i18n/ru/nav';

/** An entry of the menu. */
export interface MenuEntry {
  to: string;
  text: Exclude<keyof typeof nav, 'groups'>;
  icon: ReactNode;
  /** The least role that sees the entry. */
  need?: Role;
}

/** The menu, in groups; the first has no heading. */
export const menu: readonly { heading?: keyof typeof nav.groups; entries: readonly MenuEntry[] }[] = [
  {
    entries: [
      { to: '/dashboard', text: 'dashboard', icon: <DashboardIcon /> },
      { to: '/redeem', text: 'redeem', icon: <PointOfSaleIcon />, need: 'marketing' },
      { to: '/reports', text: 'reports', icon: <AssessmentIcon /> },
    ],
  },
  {
    heading: 'clients',
    entries: [
      { to: '/users', text: 'users', icon: <GroupIcon /> },
      { to: '/segments', text: 'segments', icon: <DonutIcon /> },
      { to: '/broadcasts', text: 'broadcasts', icon: <CampaignIcon /> },
      { to: '/campaigns', text: 'campaigns', icon: <QrCodeIcon /> },
    ],
  },
  {
    heading: 'discounts',
    entries: [
      { to: '/templates', text: 'templates', icon: <LocalOfferIcon /> },
      { to: '/discounts', text: 'discounts', icon: <TicketIcon /> },
      { to: '/orders', text: 'orders', icon: <ReceiptIcon /> },
    ],
  },
  {
    heading: 'staff',
    entries: [
      { to: '/cashiers', text: 'cashiers', icon: <BadgeIcon /> },
      { to: '/admins', text: 'admins', icon: <AdminPanelSettingsIcon />, need: 'owner' },
      { to: '/settings', text: 'settings', icon: <SettingsIcon /> },
      { to: '/audit', text: 'audit', icon: <HistoryIcon />, need: 'owner' },
    ],
  },
];
