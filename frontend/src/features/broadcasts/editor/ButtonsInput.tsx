import AddIcon from '@mui/icons-material/Add';
import { Button, FormHelperText, Stack } from '@mui/material';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { BroadcastValues, UrlButton } from '@/features/broadcasts/values';
import { ButtonFields } from './ButtonFields';

/** Telegram shows no more buttons in a row, and no more rows. */
const MAX_IN_ROW = 4;
const MAX_ROWS = 10;
const NEW: UrlButton = { text: '', url: '' };

/** The rows of buttons under the message. */
export function ButtonsInput() {
  const { t } = useTranslation();
  const { control, setValue, clearErrors } = useFormContext<BroadcastValues>();
  const rows = useWatch({ control, name: 'buttons' });
  const change = (next: UrlButton[][]) => {
    // The errors belong to positions that may hold other buttons now.
    clearErrors('buttons');
    setValue(
      'buttons',
      next.filter((row) => row.length > 0),
      { shouldDirty: true },
    );
  };
  const replaceRow = (at: number, row: UrlButton[]) =>
    change(rows.map((old, place) => (place === at ? row : old)));
  return (
    <Stack spacing={2} role="group" aria-label={t('broadcasts.buttons.title')}>
      {rows.map((row, at) => (
        <Stack key={at} spacing={1.5} sx={{ pl: 1.5, borderLeft: 3, borderColor: 'divider' }}>
          {row.map((_, place) => (
            <ButtonFields
              key={place}
              name={`buttons.${at}.${place}`}
              label={
                row.length === 1
                  ? t('broadcasts.buttons.one', { row: at + 1 })
                  : t('broadcasts.buttons.oneOf', { row: at + 1, place: place + 1 })
              }
              onRemove={() =>
                replaceRow(
                  at,
                  row.filter((__, other) => other !== place),
                )
              }
              onUp={place === 0 && at > 0 ? () => change(swapped(rows, at, at - 1)) : undefined}
            />
          ))}
          {row.length < MAX_IN_ROW && (
            <Button
              size="small"
              startIcon={<AddIcon />}
              sx={{ alignSelf: 'flex-start', minHeight: 40 }}
              onClick={() => replaceRow(at, [...row, NEW])}
            >
              {t('broadcasts.buttons.addBeside')}
            </Button>
          )}
        </Stack>
      ))}
      <div>
        <Button
          variant="outlined"
          startIcon={<AddIcon />}
          disabled={rows.length >= MAX_ROWS}
          onClick={() => change([...rows, [NEW]])}
        >
          {t('broadcasts.buttons.addRow')}
        </Button>
        <FormHelperText>{t('broadcasts.buttons.hint')}</FormHelperText>
      </div>
    </Stack>
  );
}

function swapped<T>(items: readonly T[], a: number, b: number): T[] {
  return items.map((item, at) => (at === a ? items[b] : at === b ? items[a] : item) ?? item);
}
