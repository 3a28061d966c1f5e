import { Button, FormHelperText, Stack, TextField, Typography } from '@mui/material';
import { useRef } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/components/format';
import { visibleText } from '@/components/message/TelegramHtml';
import type { BroadcastValues } from '@/features/broadcasts/values';
import { FormatBar } from './FormatBar';
import { toggleTag, type Edited } from './formatting';

/** The longest text, and the longest text under a file, as Telegram counts. */
const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;

/** Key codes, which work in every keyboard layout. */
const SHORTCUTS = { KeyB: 'b', KeyI: 'i', KeyU: 'u' } as const;

/** The text with its formatting bar, its length and its error. */
export function BodyInput({ hasMedia, hasCode }: { hasMedia: boolean; hasCode: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const area = useRef<HTMLTextAreaElement>(null);
  const { control } = useFormContext<BroadcastValues>();
  const { field, fieldState } = useController({ name: 'body', control });
  const { ref, value, onChange, ...rest } = field;

  const edit = (change: (edited: Edited) => Edited) => {
    const element = area.current;
    if (!element) return;
    const { text, start, end } = change({
      text: value,
      start: element.selectionStart,
      end: element.selectionEnd,
    });
    onChange(text);
    // The selection can be set only once the field holds the new text.
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(start, end);
    });
  };

  const limit = hasMedia ? CAPTION_LIMIT : TEXT_LIMIT;
  const { length } = visibleText(value);
  const isTooLong = length > limit;
  const error = fieldState.error?.message;
  // A `<` that begins no tag is the usual mistake.
  const stray = error === undefined ? -1 : value.search(/<(?![a-z/])/i);
  return (
    <div>
      <FormatBar edit={edit} hasCode={hasCode} />
      <TextField
        {...rest}
        value={value}
        onChange={onChange}
        inputRef={(element: HTMLTextAreaElement | null) => {
          area.current = element;
          ref(element);
        }}
        onKeyDown={(event) => {
          const tag = event.code in SHORTCUTS ? SHORTCUTS[event.code as keyof typeof SHORTCUTS] : undefined;
          if (tag === undefined || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          edit((edited) => toggleTag(edited, tag));
        }}
        label={t(hasMedia ? 'broadcasts.field.caption' : 'broadcasts.field.body')}
        multiline
        minRows={6}
        maxRows={18}
        fullWidth
        error={error !== undefined || isTooLong}
        slotProps={{ htmlInput: { 'aria-describedby': 'body-told body-length' } }}
      />
      <Stack direction="row" spacing={2} sx={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
        <FormHelperText id="body-told" error={error !== undefined} aria-live="polite" sx={{ flexGrow: 1 }}>
          {error ?? t('broadcasts.field.bodyHint')}
          {stray >= 0 && (
            <Button
              size="small"
              sx={{ ml: 1 }}
              onClick={() => onChange(`${value.slice(0, stray)}&lt;${value.slice(stray + 1)}`)}
            >
              {t('broadcasts.field.mend')}
            </Button>
          )}
        </FormHelperText>
        <Typography
          id="body-length"
          variant="caption"
          sx={{ pt: 0.5, whiteSpace: 'nowrap', color: isTooLong ? 'error.main' : 'text.secondary' }}
        >
          {t('broadcasts.field.length', { length: number(length), limit: number(limit) })}
        </Typography>
      </Stack>
    </div>
  );
}
