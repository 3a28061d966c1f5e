import MoreIcon from '@mui/icons-material/MoreVert';
import { IconButton, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMenu } from '@/components/menu';
import type { Broadcast } from '@/api/schema';
import { useMay } from '@/api/session-hooks';
import { ActionButton } from '@/components/ActionButton';
import { ACTIONS, refusal, type Action } from '@/features/broadcasts/actions';
import { useActions, type AnyAction } from './use-actions';
import { RecallDialog } from './RecallDialog';
import { RetryDialog } from './RetryDialog';

/** The actions that have a button in each state; the others are in the menu. */
const FIRST: Readonly<Record<Broadcast['status'], readonly Action[]>> = {
  draft: ['start', 'edit'],
  scheduled: ['start', 'unschedule'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  error: ['resume', 'cancel'],
  sent: ['retry'],
  canceled: [],
};
const ALWAYS = ['test', 'copy'] as const;

interface Props {
  broadcast: Broadcast;
  onFailure: (sentence: string | null) => void;
}

/** The actions on a broadcast; those refused in the present state say why. */
export function Actions({ broadcast, onFailure }: Props) {
  const { t } = useTranslation();
  const mayChange = useMay('marketing');
  const { open, close, menu } = useMenu();
  const [dialog, setDialog] = useState<'recall' | 'retry' | null>(null);
  const { perform, busy } = useActions(broadcast, onFailure, setDialog);
  const possible = FIRST[broadcast.status].filter((action) => refusal(action, broadcast) === null);
  const buttons: readonly AnyAction[] = possible.length > 0 ? possible : ['copy'];
  const others = [...ALWAYS, ...ACTIONS].filter((action) => !buttons.includes(action));
  return (
    <>
      {buttons.map((action, at) => (
        <ActionButton
          key={action}
          need="marketing"
          variant={at === 0 && action !== 'copy' ? 'contained' : 'outlined'}
          color={action === 'cancel' ? 'error' : 'primary'}
          loading={busy === action}
          act={() => perform(action)}
        >
          {t(`broadcasts.action.${action}`)}
        </ActionButton>
      ))}
      <IconButton aria-label={t('common.actions')} aria-haspopup="menu" onClick={open}>
        <MoreIcon />
      </IconButton>
      <Menu {...menu}>
        {others.map((action) => {
          const why = isAlways(action) ? null : refusal(action, broadcast);
          const reason = !mayChange ? t('common.mayNot.marketing') : why && t(`broadcasts.why.${why}`);
          return (
            <MenuItem
              key={action}
              disabled={reason !== null}
              onClick={() => {
                close();
                perform(action);
              }}
              sx={{ whiteSpace: 'normal', maxWidth: 340, '&.Mui-disabled': { opacity: 0.75 } }}
            >
              <ListItemText primary={t(`broadcasts.action.${action}`)} secondary={reason} />
            </MenuItem>
          );
        })}
      </Menu>
      <RecallDialog
        broadcast={broadcast}
        isOpen={dialog === 'recall'}
        onClose={() => setDialog(null)}
        onFailure={onFailure}
      />
      <RetryDialog
        broadcast={broadcast}
        isOpen={dialog === 'retry'}
        onClose={() => setDialog(null)}
        onFailure={onFailure}
      />
    </>
  );
}

const isAlways = (action: Action | (typeof ALWAYS)[number]): action is (typeof ALWAYS)[number] =>
  (ALWAYS as readonly string[]).includes(action);
