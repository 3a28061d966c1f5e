import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { Modal } from '@/components/Modal';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  /** The label of the button that confirms. */
  action: string;
  isOpen: boolean;
  isBusy: boolean;
  /** True while no choice is made. */
  isIncomplete?: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A question with choices, before something that cannot be taken back. */
export function ChoiceDialog(props: Props) {
  const { title, action, isOpen, isBusy, isIncomplete = false, onClose, onSubmit, children } = props;
  const { t } = useTranslation();
  return (
    <Modal
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="contained"
            color="error"
            loading={isBusy}
            disabled={isIncomplete}
            onClick={onSubmit}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Modal>
  );
}
