import { Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '@/components/Modal';
import { useNotices } from '@/components/feedback/notices';
import type { ListState } from '@/components/table/list-state';
import { withView, type View } from './views';

interface Props {
  views: readonly View[];
  list: Pick<ListState, 'filters' | 'sort'>;
  onSave: (views: View[]) => void;
  onClose: () => void;
}

/** Asks for a name for the present filters. */
export function SaveView({ views, list, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [name, setName] = useState('');
  const [isRefused, setRefused] = useState(false);
  const save = () => {
    const next = withView(views, { name, filters: list.filters, sort: list.sort });
    if (next === null) {
      setRefused(true);
      return;
    }
    onSave(next);
    notices.done(t('users.views.saved'));
    onClose();
  };
  const refusal = name.trim() === '' ? t('errors.field.required') : t('users.views.taken');
  return (
    <Modal
      title={t('users.views.saveTitle')}
      onClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="contained">
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        fullWidth
        label={t('users.views.name')}
        value={name}
        error={isRefused}
        helperText={isRefused ? refusal : t('users.views.nameHint')}
        onChange={(event) => {
          setName(event.target.value);
          setRefused(false);
        }}
        slotProps={{ htmlInput: { maxLength: 60 } }}
      />
    </Modal>
  );
}
