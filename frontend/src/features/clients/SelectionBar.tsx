import LabelIcon from '@mui/icons-material/LabelOutlined';
import { Button, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Selection } from '@/components/table/selection';

/** The number of ticked clients, and the actions on them. */
export function SelectionBar({ selection, onTag }: { selection: Selection; onTag: () => void }) {
  const { t } = useTranslation();
  if (selection.ids.size === 0) return null;
  return (
    <Stack
      direction="row"
      spacing={1}
      useFlexGap
      sx={{
        mt: 1,
        px: 1.5,
        py: 0.5,
        borderRadius: 1,
        bgcolor: 'action.selected',
        alignItems: 'center',
        flexWrap: 'wrap',
      }}
    >
      <Typography aria-live="polite" sx={{ fontWeight: 600, mr: 1 }}>
        {t('common.table.selected', { count: selection.ids.size })}
      </Typography>
      <Button startIcon={<LabelIcon />} onClick={onTag} sx={{ minHeight: 40 }}>
        {t('users.bulk.button')}
      </Button>
      <Button color="inherit" onClick={selection.clear} sx={{ minHeight: 40 }}>
        {t('users.bulk.unselect')}
      </Button>
    </Stack>
  );
}
