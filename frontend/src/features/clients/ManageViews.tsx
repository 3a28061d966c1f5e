import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button, IconButton, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '@/components/Modal';
import { renamed, type View } from './views';

interface Props {
  views: readonly View[];
  onChange: (views: View[]) => void;
  onClose: () => void;
}

/** Renames and deletes saved views. */
export function ManageViews({ views, onChange, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      title={t('users.views.title')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('users.views.done')}</Button>}
    >
      <Stack component="ul" spacing={1.5} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {views.map((view) => (
          <ViewRow
            key={view.name}
            view={view}
            views={views}
            onChange={(next) => {
              onChange(next);
              if (next.length === 0) onClose();
            }}
          />
        ))}
      </Stack>
    </Modal>
  );
}

function ViewRow({
  view,
  views,
  onChange,
}: {
  view: View;
  views: readonly View[];
  onChange: Props['onChange'];
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(view.name);
  const next = renamed(views, view.name, name);
  const refusal = name.trim() === '' ? t('errors.field.required') : t('users.views.taken');
  return (
    <Stack component="li" direction="row" spacing={1} sx={{ alignItems: 'flex-start' }}>
      <TextField
        fullWidth
        size="small"
        value={name}
        error={next === null}
        helperText={next === null && refusal}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => {
          if (next !== null && name !== view.name) onChange(next);
        }}
        slotProps={{
          htmlInput: { maxLength: 60, 'aria-label': t('users.views.rename', { name: view.name }) },
        }}
      />
      <IconButton
        aria-label={t('users.views.remove', { name: view.name })}
        onClick={() => onChange(views.filter((other) => other !== view))}
      >
        <DeleteIcon />
      </IconButton>
    </Stack>
  );
}
