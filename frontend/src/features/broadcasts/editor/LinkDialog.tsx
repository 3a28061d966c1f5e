import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLink } from './formatting';

interface Props {
  isOpen: boolean;
  /** With the address, or null when there will be no link. */
  onClose: (address: string | null) => void;
}

/** Asks where a link in the text leads. */
export function LinkDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('https://');
  const [isRefused, setRefused] = useState(false);
  const close = (result: string | null) => {
    setAddress('https://');
    setRefused(false);
    onClose(result);
  };
  const submit = () => {
    if (isLink(address.trim())) close(address.trim());
    else setRefused(true);
  };
  return (
    <Dialog
      open={isOpen}
      onClose={() => close(null)}
      aria-labelledby="link-title"
      fullWidth
      maxWidth="xs"
      // The text's selection must not be taken back before the link is made of it.
      disableRestoreFocus
    >
      <DialogTitle id="link-title">{t('broadcasts.format.linkTitle')}</DialogTitle>
      <DialogContent>
        <TextField
          autoFocus
          fullWidth
          margin="dense"
          label={t('broadcasts.format.address')}
          value={address}
          error={isRefused}
          helperText={isRefused ? t('errors.field.url') : t('broadcasts.format.linkHint')}
          onChange={(event) => {
            setAddress(event.target.value);
            setRefused(false);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Not the whole editor's form.
            event.preventDefault();
            submit();
          }}
          slotProps={{ htmlInput: { inputMode: 'url' } }}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={() => close(null)}>{t('common.cancel')}</Button>
        <Button variant="contained" onClick={submit}>
          {t('common.add')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
