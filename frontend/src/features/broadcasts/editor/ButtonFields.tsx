import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import UpIcon from '@mui/icons-material/ArrowUpward';
import { Box, IconButton, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { TextInput } from '@/components/forms/inputs';

interface Props {
  /** Where it stands in the form: `buttons.0.1`. */
  name: string;
  /** Which one it is, in words. */
  label: string;
  onRemove: () => void;
  /** Puts its row one higher; undefined where there is no higher one. */
  onUp: (() => void) | undefined;
}

/** One button: what it says and what it opens. */
export function ButtonFields({ name, label, onRemove, onUp }: Props) {
  const { t } = useTranslation();
  return (
    <Stack direction="row" spacing={0.5} sx={{ alignItems: 'flex-start' }} role="group" aria-label={label}>
      <Box
        sx={{
          flexGrow: 1,
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: { xs: '1fr', sm: '2fr 3fr' },
        }}
      >
        <TextInput name={`${name}.text`} label={t('broadcasts.buttons.text')} />
        <TextInput
          name={`${name}.url`}
          label={t('broadcasts.buttons.url')}
          inputMode="url"
          placeholder="https://example.ru"
        />
      </Box>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ pt: 1 }}>
        {onUp && (
          <IconButton aria-label={t('broadcasts.buttons.up', { button: label })} onClick={onUp}>
            <UpIcon />
          </IconButton>
        )}
        <IconButton aria-label={t('broadcasts.buttons.remove', { button: label })} onClick={onRemove}>
          <DeleteIcon />
        </IconButton>
      </Stack>
    </Stack>
  );
}
