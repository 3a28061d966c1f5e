import { Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '@/components/Modal';
import { isLink } from './formatting';

interface Props {
  isOpen: boolean;
  /** Called with the address, or null when canceled. */
  onClose: (address: string | null) => void;
}

/** Asks for the address of a link. */
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
    <Modal
      title={t('broadcasts.format.linkTitle')}
      isOpen={isOpen}
      onClose={() => close(null)}
      // Otherwise the text would lose its selection before the link is made.
      disableRestoreFocus
      actions={
        <>
          <Button onClick={() => close(null)}>{t('common.cancel')}</Button>
          <Button variant="contained" onClick={submit}>
            {t('common.add')}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        fullWidth
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
          // Keeps the editor's form from being submitted.
          event.preventDefault();
          submit();
        }}
        slotProps={{ htmlInput: { inputMode: 'url' } }}
      />
    </Modal>
  );
}
