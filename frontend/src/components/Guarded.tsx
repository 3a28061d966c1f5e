import { Tooltip } from '@mui/material';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session-hooks';
import type { Role } from '@/api/schema';

interface Props {
  /** The least role that may. */
  need: Exclude<Role, 'readonly'>;
  /** Draws the control; `disabled` is true for whoever may not. */
  children: (disabled: boolean) => ReactElement;
}

/** A control that only some roles may use: for the others it is off and says why. */
export function Guarded({ need, children }: Props) {
  const { t } = useTranslation();
  const may = useMay(need);
  if (may) return children(false);
  return (
    <Tooltip title={t(`common.mayNot.${need}`)}>
      {/* A disabled button hears no pointer: the wrapper does, and is reached by the keyboard. */}
      <span
        tabIndex={0}
        role="note"
        aria-label={t(`common.mayNot.${need}`)}
        style={{ display: 'inline-flex' }}
      >
        {children(true)}
      </span>
    </Tooltip>
  );
}
