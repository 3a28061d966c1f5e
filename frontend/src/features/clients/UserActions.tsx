import AddIcon from '@mui/icons-material/Add';
import EditIcon from '@mui/icons-material/EditOutlined';
import PersonOffIcon from '@mui/icons-material/PersonOffOutlined';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserDetails } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { AnonymiseDialog } from './AnonymiseDialog';
import { EditUserDialog } from './EditUserDialog';
import { IssueDialog } from './IssueDialog';

/** The actions on a client. */
export function UserActions({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'edit' | 'issue' | 'anonymise' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <ActionButton
        need="marketing"
        variant="contained"
        startIcon={<AddIcon />}
        act={() => setDialog('issue')}
      >
        {t('users.issue.button')}
      </ActionButton>
      <ActionButton
        need="marketing"
        variant="outlined"
        startIcon={<EditIcon />}
        act={() => setDialog('edit')}
      >
        {t('users.edit.button')}
      </ActionButton>
      <ActionButton
        need="owner"
        color="error"
        startIcon={<PersonOffIcon />}
        act={() => setDialog('anonymise')}
      >
        {t('users.anonymise.button')}
      </ActionButton>
      {dialog === 'issue' && <IssueDialog userId={user.id} onClose={close} />}
      {dialog === 'edit' && <EditUserDialog user={user} onClose={close} />}
      {dialog === 'anonymise' && <AnonymiseDialog user={user} onClose={close} />}
    </>
  );
}
