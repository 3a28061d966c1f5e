import AddIcon from '@mui/icons-material/Add';
import EditIcon from '@mui/icons-material/EditOutlined';
import PersonOffIcon from '@mui/icons-material/PersonOffOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserDetails } from '@/api/schema';
import { Guarded } from '@/components/Guarded';
import { AnonymiseDialog } from './AnonymiseDialog';
import { EditUserDialog } from './EditUserDialog';
import { IssueDialog } from './IssueDialog';

/** What can be done with a client. */
export function UserActions({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'edit' | 'issue' | 'anonymise' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Guarded need="marketing">
        {(disabled) => (
          <Button
            variant="contained"
            startIcon={<AddIcon />}
            disabled={disabled}
            onClick={() => setDialog('issue')}
          >
            {t('users.issue.button')}
          </Button>
        )}
      </Guarded>
      <Guarded need="marketing">
        {(disabled) => (
          <Button
            variant="outlined"
            startIcon={<EditIcon />}
            disabled={disabled}
            onClick={() => setDialog('edit')}
          >
            {t('users.edit.button')}
          </Button>
        )}
      </Guarded>
      <Guarded need="owner">
        {(disabled) => (
          <Button
            color="error"
            startIcon={<PersonOffIcon />}
            disabled={disabled}
            onClick={() => setDialog('anonymise')}
          >
            {t('users.anonymise.button')}
          </Button>
        )}
      </Guarded>
      {dialog === 'issue' && <IssueDialog userId={user.id} onClose={close} />}
      {dialog === 'edit' && <EditUserDialog user={user} onClose={close} />}
      {dialog === 'anonymise' && <AnonymiseDialog user={user} onClose={close} />}
    </>
  );
}
