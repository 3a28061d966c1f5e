import { Box, Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Admin } from '@/api/schema';
import { AdminForm } from './AdminForm';

/** Whom the dialog is about: somebody in the list, or somebody new. */
export type Edited = Admin | 'new';

/** Adds an admin or changes one. */
export function AdminDialog({ edited, onClose }: { edited: Edited | null; onClose: () => void }) {
  const { t } = useTranslation();
  // Keeps what is shown while the dialog fades away.
  const [shown, setShown] = useState<Edited>('new');
  if (edited !== null && edited !== shown) setShown(edited);
  return (
    <Dialog open={edited !== null} onClose={onClose} aria-labelledby="admin-title" fullWidth maxWidth="sm">
      <DialogTitle id="admin-title">
        {shown === 'new' ? t('admins.form.addTitle') : t('admins.form.editTitle')}
      </DialogTitle>
      <DialogContent>
        <Box sx={{ pt: 1 }}>
          <AdminForm admin={shown === 'new' ? undefined : shown} onClose={onClose} />
        </Box>
      </DialogContent>
    </Dialog>
  );
}
