import { common } from './common';
import { dashboard } from './dashboard';
import { errors } from './errors';
import { nav } from './nav';
import { session } from './session';

/** What the frame, the login and the first page say. */
export const first = { common, dashboard, errors, nav, session };
