import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { UserDetails } from '@/api/schema';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { useNotices } from '@/components/feedback/notices';
import { Modal } from '@/components/Modal';
import { dropDraft } from '@/components/forms/draft';

/** Asks before a client's personal data is erased: names what is lost, and wants a word typed. */
export function AnonymiseDialog({ user, onClose }: { user: UserDetails; onClose: () => void }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useSend('post', '/users/{id}/anonymize');
  const word = t('users.anonymise.word');
  const isSure = typed.trim().toUpperCase() === word;
  const lost = [
    t('users.anonymise.lost.name'),
    t('users.anonymise.lost.birthday'),
    t('users.anonymise.lost.messages'),
    t('users.anonymise.lost.codes', { count: user.active_discounts.length }),
  ];
  const anonymise = () =>
    mutate(
      { path: { id: user.id } },
      {
        onSuccess: () => {
          // The draft of the edit form holds personal data too.
          dropDraft(`user.${user.id}`);
          notices.done(t('users.anonymise.done'));
          onClose();
        },
      },
    );
  return (
    <Modal
      title={t('users.anonymise.title')}
      onClose={onClose}
      maxWidth="sm"
      onSubmit={() => isSure && anonymise()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="contained" color="error" disabled={!isSure} loading={isPending}>
            {t('users.anonymise.action')}
          </Button>
        </>
      }
    >
      <Typography sx={{ fontWeight: 600 }}>{user.display_name}</Typography>
      <div>
        <Typography>{t('users.anonymise.text')}</Typography>
        <Stack component="ul" sx={{ m: 0, pl: 3 }}>
          {lost.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </Stack>
      </div>
      <Typography>{t('users.anonymise.kept')}</Typography>
      <TextField
        autoFocus
        fullWidth
        autoComplete="off"
        label={t('users.anonymise.type', { word })}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {error && <ErrorNotice error={error} />}
    </Modal>
  );
}
