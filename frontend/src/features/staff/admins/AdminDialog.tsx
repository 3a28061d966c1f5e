import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Admin } from '@/api/schema';
import { Modal } from '@/components/Modal';
import { AdminForm } from './AdminForm';

/** The admin in the dialog: one of the list, or a new one. */
export type Edited = Admin | 'new';

/** Adds an admin or changes one. */
export function AdminDialog({ edited, onClose }: { edited: Edited | null; onClose: () => void }) {
  const { t } = useTranslation();
  // Stays the same while the dialog fades out.
  const [shown, setShown] = useState<Edited>('new');
  if (edited !== null && edited !== shown) setShown(edited);
  return (
    <Modal
      title={shown === 'new' ? t('admins.form.addTitle') : t('admins.form.editTitle')}
      isOpen={edited !== null}
      onClose={onClose}
      maxWidth="sm"
    >
      <AdminForm admin={shown === 'new' ? undefined : shown} onClose={onClose} />
    </Modal>
  );
}
