import { Box, Paper, Typography } from '@mui/material';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import { useTimeZone } from '@/api/session-hooks';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { readAmount } from '@/components/forms/fields';
import { dayIn } from '@/components/zone';
import { Muted } from '@/components/Muted';
import { exampleMessage } from './example';
import type { TemplateFields } from './form';
import { TelegramHtml } from './TelegramHtml';

/** What the client will read in Telegram, while the template is being edited. */
export function Preview() {
  const { t } = useTranslation();
  const { money, worth } = useFormats();
  const timeZone = useTimeZone();
  // All of it: each key changes the example.
  const fields = useWatch<TemplateFields>() as TemplateFields;
  const settings = useGet('/settings');
  const amount = readAmount(fields.value);
  const minimum = readAmount(fields.min_order_amount);
  return (
    <Paper variant="outlined" component="section" aria-labelledby="preview-title" sx={{ overflow: 'hidden' }}>
      <Box sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' }}>
        <Typography id="preview-title" variant="subtitle1" component="h2" sx={{ fontWeight: 700 }}>
          {t('templates.preview.title')}
        </Typography>
      </Box>
      <Box sx={{ p: 2, bgcolor: 'action.hover' }}>
        <Loaded query={settings} minHeight={120}>
          {(loaded) => (
            <Box
              sx={{
                bgcolor: 'background.paper',
                borderRadius: '14px 14px 14px 4px',
                boxShadow: 1,
                px: 1.75,
                py: 1.25,
                maxWidth: 360,
              }}
            >
              <Typography
                variant="caption"
                sx={{ color: 'primary.main', fontWeight: 700, display: 'block', mb: 0.5 }}
              >
                {t('templates.preview.bot')}
              </Typography>
              <Typography component="div" variant="body2" aria-live="polite" aria-atomic>
                <TelegramHtml
                  html={exampleMessage({
                    fields,
                    settings: loaded,
                    value: amount === null ? '…' : worth({ value: amount, value_type: fields.value_type }),
                    minimum: minimum === null ? '' : money(minimum),
                    firstName: t('templates.preview.birthdayName'),
                    today: dayIn(timeZone),
                  })}
                />
              </Typography>
            </Box>
          )}
        </Loaded>
      </Box>
      <Muted sx={{ px: 2, py: 1.5 }}>
        {fields.event === 'manual' ? t('templates.preview.manual') : t('templates.preview.sample')}{' '}
        {t('templates.preview.texts')}
      </Muted>
    </Paper>
  );
}
