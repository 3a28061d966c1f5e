import { admins } from './admins';
import { audit } from './audit';
import { broadcasts } from './broadcasts';
import { campaigns } from './campaigns';
import { cashiers } from './cashiers';
import { discounts } from './discounts';
import { orders } from './orders';
import { redeem } from './redeem';
import { reports } from './reports';
import { segments } from './segments';
import { settings } from './settings';
import { templates } from './templates';
import { users } from './users';

/** What all other pages say, fetched with the first of them. */
export const rest = {
  admins,
  audit,
  broadcasts,
  campaigns,
  cashiers,
  discounts,
  orders,
  redeem,
  reports,
  segments,
  settings,
  templates,
  users,
};
