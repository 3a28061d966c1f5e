import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import UpIcon from '@mui/icons-material/ArrowUpward';
import { Box, IconButton, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { TextInput } from '@/components/forms/inputs';

interface Props {
  /** The path of the button in the form: `buttons.0.1`. */
  name: string;
  /** The name of the button for screen readers. */
  label: string;
  onRemove: () => void;
  /** Moves the row up; undefined for the first row. */
  onUp: (() => void) | undefined;
}

/** One button: its label and address. */
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
