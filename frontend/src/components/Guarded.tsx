import { Tooltip } from '@mui/material';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session-hooks';
import type { Role } from '@/api/schema';

/** A role that not every admin has. */
export type Need = Exclude<Role, 'readonly'>;

interface Props {
  /** The least role that may use the control. */
  need: Need;
  /** Draws the control; `disabled` is true for admins whose role is too low. */
  children: (disabled: boolean) => ReactElement;
}

/** A control for some roles: for the others it is disabled and a tooltip says why. */
export function Guarded({ need, children }: Props) {
  const { t } = useTranslation();
  const why = t(`common.mayNot.${need}`);
  if (useMay(need)) return children(false);
  return (
    <Tooltip title={why}>
      {/* A disabled button gets no pointer events and no focus: the wrapper gets both. */}
      <span tabIndex={0} role="note" aria-label={why} style={{ display: 'inline-flex' }}>
        {children(true)}
      </span>
    </Tooltip>
  );
}
