import MoreIcon from '@mui/icons-material/MoreVert';
import { Button, IconButton, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useMay } from '@/api/session-hooks';
import { Guarded } from '@/components/Guarded';
import { ACTIONS, refusal, type Action } from '@/features/broadcasts/actions';
import { useActions, type Doing } from './doing';
import { RecallDialog } from './RecallDialog';
import { RetryDialog } from './RetryDialog';

/** What is wanted most in each state: a button; everything else stands in the menu. */
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

/** Everything that can be done with a broadcast; what cannot now says why. */
export function Actions({ broadcast, onFailure }: Props) {
  const { t } = useTranslation();
  const mayChange = useMay('marketing');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [dialog, setDialog] = useState<'recall' | 'retry' | null>(null);
  const { perform, busy } = useActions(broadcast, onFailure, setDialog);
  const possible = FIRST[broadcast.status].filter((action) => refusal(action, broadcast) === null);
  const buttons: readonly Doing[] = possible.length > 0 ? possible : ['copy'];
  const others = [...ALWAYS, ...ACTIONS].filter((action) => !buttons.includes(action));
  const close = () => setAnchor(null);
  return (
    <>
      {buttons.map((action, at) => (
        <Guarded key={action} need="marketing">
          {(disabled) => (
            <Button
              variant={at === 0 && action !== 'copy' ? 'contained' : 'outlined'}
              color={action === 'cancel' ? 'error' : 'primary'}
              disabled={disabled}
              loading={busy === action}
              onClick={() => perform(action)}
            >
              {t(`broadcasts.action.${action}`)}
            </Button>
          )}
        </Guarded>
      ))}
      <IconButton
        aria-label={t('common.actions')}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
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
