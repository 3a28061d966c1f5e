import { lazy, Suspense, type ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { Loading } from '@/components/feedback/Loading';
import { OwnersOnly } from '@/components/OwnersOnly';
import { moreTexts } from '@/i18n';
import { Crash, Missing } from './Fallbacks';
import { Layout } from './layout/Layout';

/** A page whose code is loaded on the first visit. */
function page<Name extends string>(
  path: string,
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
  isForOwners = false,
): RouteObject {
  const Page = lazy(async (): Promise<{ default: ComponentType }> => ({
    default: (await loaded(load))[name],
  }));
  return {
    path,
    element: isForOwners ? (
      <OwnersOnly>
        <Page />
      </OwnersOnly>
    ) : (
      <Page />
    ),
    errorElement: <Crash />,
  };
}

/** Loads a page's code together with the texts of all pages but the first. */
async function loaded<T>(load: () => Promise<T>): Promise<T> {
  const [code] = await Promise.all([load(), moreTexts()]);
  return code;
}

const Dashboard = lazy(async () => ({
  default: (await import('@/features/reports/dashboard/DashboardPage')).DashboardPage,
}));
const Login = lazy(async () => ({ default: (await import('@/features/sessions/LoginPage')).LoginPage }));

/** Every address of the panel. */
export const routes: RouteObject[] = [
  {
    path: '/login',
    element: (
      <Suspense fallback={<Loading minHeight="100dvh" />}>
        <Login />
      </Suspense>
    ),
    errorElement: <Crash />,
  },
  {
    path: '/',
    element: <Layout />,
    errorElement: <Crash />,
    children: [
      { index: true, element: <Navigate to="/dashboard" replace /> },
      { path: 'dashboard', element: <Dashboard />, errorElement: <Crash /> },
      page('redeem', () => import('@/features/discounts/redeem/RedeemPage'), 'RedeemPage'),
      page('reports/:name?', () => import('@/features/reports/ReportsPage'), 'ReportsPage'),
      page('users', () => import('@/features/clients/UsersPage'), 'UsersPage'),
      page('users/:id', () => import('@/features/clients/UserPage'), 'UserPage'),
      page('segments', () => import('@/features/segments/SegmentsPage'), 'SegmentsPage'),
      page('segments/new', () => import('@/features/segments/SegmentPage'), 'SegmentPage'),
      page('segments/:id', () => import('@/features/segments/SegmentPage'), 'SegmentPage'),
      page('broadcasts', () => import('@/features/broadcasts/BroadcastsPage'), 'BroadcastsPage'),
      page(
        'broadcasts/new',
        () => import('@/features/broadcasts/BroadcastEditorPage'),
        'BroadcastEditorPage',
      ),
      page('broadcasts/:id', () => import('@/features/broadcasts/BroadcastPage'), 'BroadcastPage'),
      page(
        'broadcasts/:id/edit',
        () => import('@/features/broadcasts/BroadcastEditorPage'),
        'BroadcastEditorPage',
      ),
      page('campaigns', () => import('@/features/campaigns/CampaignsPage'), 'CampaignsPage'),
      page('campaigns/new', () => import('@/features/campaigns/CampaignEditorPage'), 'CampaignEditorPage'),
      page('campaigns/:id', () => import('@/features/campaigns/CampaignPage'), 'CampaignPage'),
      page(
        'campaigns/:id/edit',
        () => import('@/features/campaigns/CampaignEditorPage'),
        'CampaignEditorPage',
      ),
      page('templates', () => import('@/features/discounts/templates/TemplatesPage'), 'TemplatesPage'),
      page('templates/new', () => import('@/features/discounts/templates/TemplatePage'), 'TemplatePage'),
      page('templates/:id', () => import('@/features/discounts/templates/TemplatePage'), 'TemplatePage'),
      page('discounts', () => import('@/features/discounts/DiscountsPage'), 'DiscountsPage'),
      page('discounts/usage', () => import('@/features/discounts/UsagePage'), 'UsagePage'),
      page('discounts/:id', () => import('@/features/discounts/DiscountPage'), 'DiscountPage'),
      page('orders', () => import('@/features/orders/OrdersPage'), 'OrdersPage'),
      page('cashiers', () => import('@/features/staff/cashiers/CashiersPage'), 'CashiersPage'),
      page('admins', () => import('@/features/staff/admins/AdminsPage'), 'AdminsPage', true),
      page('settings', () => import('@/features/settings/SettingsPage'), 'SettingsPage'),
      page('audit', () => import('@/features/audit/AuditPage'), 'AuditPage', true),
      { path: '*', element: <Missing /> },
    ],
  },
];

/** A router over the browser's address bar. */
export function createRouter() {
  return createBrowserRouter(routes);
}
