import { admins } from './admins';
import { audit } from './audit';
import { broadcasts } from './broadcasts';
import { campaigns } from './campaigns';
import { cashiers } from './cashiers';
import { common } from './common';
import { dashboard } from './dashboard';
import { discounts } from './discounts';
import { errors } from './errors';
import { nav } from './nav';
import { orders } from './orders';
import { redeem } from './redeem';
import { reports } from './reports';
import { segments } from './segments';
import { session } from './session';
import { settings } from './settings';
import { templates } from './templates';
import { users } from './users';

/** Every text of the panel in Russian; the shape of the other languages follows from it. */
export const ru = {
  admins,
  audit,
  broadcasts,
  campaigns,
  cashiers,
  common,
  dashboard,
  discounts,
  errors,
  nav,
  orders,
  redeem,
  reports,
  segments,
  session,
  settings,
  templates,
  users,
} as const;
