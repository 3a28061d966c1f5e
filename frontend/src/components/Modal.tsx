import { Dialog, DialogActions, DialogContent, DialogTitle, Stack, useMediaQuery } from '@mui/material';
import { useId, type ReactNode } from 'react';

interface Props {
  title: ReactNode;
  /** Left out where the dialog cannot be closed. */
  onClose?: () => void;
  isOpen?: boolean;
  maxWidth?: 'xs' | 'sm';
  /** Buttons at the foot. */
  actions?: ReactNode;
  /** Makes the dialog a form; called instead of the browser's own submit. */
  onSubmit?: () => void;
  /** Fills the screen of a phone. */
  isLarge?: boolean;
  disableRestoreFocus?: boolean;
  children: ReactNode;
}

/** A dialog with a title, its content in a column, and buttons. */
export function Modal(props: Props) {
  const { title, onClose, isOpen = true, maxWidth = 'xs', actions, onSubmit, children } = props;
  const { isLarge = false, disableRestoreFocus = false } = props;
  const id = useId();
  const isPhone = useMediaQuery((theme) => theme.breakpoints.down('sm'));
  const inner = (
    <>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {children}
        </Stack>
      </DialogContent>
      {actions && <DialogActions sx={{ flexWrap: 'wrap' }}>{actions}</DialogActions>}
    </>
  );
  return (
    <Dialog
      open={isOpen}
      {...(onClose ? { onClose } : {})}
      disableRestoreFocus={disableRestoreFocus}
      fullWidth
      maxWidth={maxWidth}
      fullScreen={isPhone && isLarge}
      aria-labelledby={id}
    >
      {onSubmit ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {inner}
        </form>
      ) : (
        inner
      )}
    </Dialog>
  );
}
