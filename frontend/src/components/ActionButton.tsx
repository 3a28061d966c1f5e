import { Button, type ButtonProps } from '@mui/material';
import { useState, type MouseEvent } from 'react';
import { Link } from 'react-router';
import { useConfirm, type Question } from './feedback/confirm';
import { useNotices } from './feedback/notices';
import { Guarded, type Need } from './Guarded';

type Looks = 'variant' | 'color' | 'size' | 'startIcon' | 'endIcon' | 'sx' | 'children' | 'aria-haspopup';

interface Props extends Pick<ButtonProps, Looks | 'disabled' | 'loading'> {
  /** The least role that may press the button; every role when left out. */
  need?: Need;
  /** The page to which the button leads. */
  to?: string;
  /** The router's state for that page. */
  state?: unknown;
  /** Asked before `act`. */
  ask?: Question | undefined;
  /** Runs on a press. The button is busy until the promise settles; a failure is shown as a notice. */
  act?: (event: MouseEvent<HTMLElement>) => unknown;
}

/** A button for some roles: it asks before a dangerous action, and is busy while the action runs. */
export function ActionButton(props: Props) {
  const { need, to, state, ask, act, disabled = false, loading = false, ...looks } = props;
  const confirm = useConfirm();
  const notices = useNotices();
  const [isBusy, setBusy] = useState(false);
  const press = async (event: MouseEvent<HTMLElement>) => {
    if (ask && !(await confirm(ask))) return;
    const running = act?.(event);
    if (!(running instanceof Promise)) return;
    setBusy(true);
    await running.catch(notices.failed).finally(() => setBusy(false));
  };
  const button = (mayNot: boolean) => {
    const isOff = disabled || mayNot;
    if (to !== undefined)
      return <Button component={Link} to={to} state={state} disabled={isOff} {...looks} />;
    return (
      <Button
        onClick={(event) => void press(event)}
        loading={isBusy ? true : loading}
        disabled={isOff}
        {...looks}
      />
    );
  };
  return need === undefined ? button(false) : <Guarded need={need}>{button}</Guarded>;
}
