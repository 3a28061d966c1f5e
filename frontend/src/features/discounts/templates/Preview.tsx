import { Box, Paper, Typography } from '@mui/material';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Settings } from '@/api/schema';
import { useTimeZone } from '@/api/session-hooks';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { readAmount } from '@/components/forms/fields';
import { dayIn } from '@/components/zone';
import { Muted } from '@/components/Muted';
import { codeValues, escaped, fill } from '@/components/message/fill';
import { TelegramHtml } from '@/components/message/TelegramHtml';
import type { TemplateFields } from './form';

/** The bot's text that brings the code, by the event for which the code is issued. */
const TEXTS = {
  subscription: 'text_code_issued',
  birthday: 'text_birthday_gift',
  campaign: 'text_campaign_gift',
  manual: 'text_my_discounts_line',
} as const satisfies Record<TemplateFields['event'], keyof Settings>;

/** The message that brings a code of the template, as the fields are now. */
export function Preview() {
  const { t } = useTranslation();
  const { money, worth } = useFormats();
  const timeZone = useTimeZone();
  const fields = useWatch<TemplateFields>() as TemplateFields;
  const settings = useGet('/settings');
  const amount = readAmount(fields.value);
  const minimum = readAmount(fields.min_order_amount);
  const code = codeValues(
    {
      worth: amount === null ? '…' : worth({ value: amount, value_type: fields.value_type }),
      minimum: minimum === null ? '' : money(minimum),
      days: Number(fields.duration_days),
      uses: fields.usage_type === 'multi' ? fields.max_uses : '',
    },
    dayIn(timeZone),
  );
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
                  html={fill(loaded[TEXTS[fields.event]] ?? '', {
                    ...escaped({ ...code, first_name: t('templates.preview.birthdayName') }),
                    note: fields.message_text.trim(),
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
