import { Chip, Stack } from '@mui/material';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Sample, SampleButton } from '@/api/schema';
import { useTimeZone } from '@/api/session-hooks';
import { RemoteSelect } from '@/components/forms/RemoteSelect';
import { useMediaContent } from '@/features/media/content';
import { MessagePreview } from '@/features/broadcasts/message/MessagePreview';
import { fill } from '@/features/broadcasts/message/placeholders';
import { readHtml } from '@/features/broadcasts/message/telegram-html';
import { SpacedSection } from '@/components/SpacedSection';
import { UNSUBSCRIBE } from '@/features/broadcasts/unsubscribe';
import type { BroadcastValues } from '@/features/broadcasts/values';
import { factsOf } from './facts';

interface Props {
  samples: readonly Sample[];
  /** Whether the samples show what stands in the fields now. */
  areCurrent: boolean;
}

/** The message as one recipient will see it: as the server renders it, and by our own reading while typing. */
export function PreviewPane({ samples, areCurrent }: Props) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const { control } = useFormContext<BroadcastValues>();
  const values = useWatch({ control }) as BroadcastValues;
  const [chosen, setChosen] = useState<number | null>(null);
  const readerId = chosen ?? samples[0]?.user_id ?? null;
  const user = useGet('/users/{id}', { path: { id: readerId ?? 0 } }, { enabled: readerId !== null }).data;
  const template = useGet(
    '/discount-templates/{id}',
    { path: { id: values.template_id ?? 0 } },
    { enabled: values.gives_codes && values.template_id !== null },
  ).data;
  const upload = values.media_type !== 'none' && values.media_from === 'upload' ? values.media_id : null;
  const content = useMediaContent(upload);

  const sample = areCurrent ? samples.find(({ user_id }) => user_id === readerId) : undefined;
  const reader = user ?? samples.find(({ user_id }) => user_id === readerId) ?? EXAMPLE;
  const html =
    sample?.body ??
    fill(
      values.body,
      factsOf(reader, values.gives_codes ? (template ?? EXAMPLE_TEMPLATE) : undefined, timeZone),
    );
  return (
    <SpacedSection title={t('broadcasts.preview.title')}>
      <MessagePreview
        pieces={values.kind === 'copy' ? null : readHtml(html.trim()).pieces}
        media={
          values.media_type === 'none'
            ? null
            : {
                type: values.media_type,
                content,
                name: values.media_from === 'upload' ? values.media_name : values.media_ref,
              }
        }
        buttons={buttonsOf(values)}
      />
      <Stack spacing={1}>
        {samples.length > 0 && (
          <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
            {samples.map(({ user_id, display_name }) => (
              <Chip
                key={user_id}
                label={display_name}
                color={user_id === readerId ? 'primary' : 'default'}
                variant={user_id === readerId ? 'filled' : 'outlined'}
                aria-pressed={user_id === readerId}
                onClick={() => setChosen(user_id)}
                sx={{ maxWidth: 200, height: { xs: 40, sm: 32 }, borderRadius: 5 }}
              />
            ))}
          </Stack>
        )}
        <RemoteSelect
          of="user"
          label={t('broadcasts.preview.reader')}
          size="small"
          value={samples.some(({ user_id }) => user_id === chosen) ? null : chosen}
          onChange={setChosen}
        />
      </Stack>
    </SpacedSection>
  );
}

/** Until somebody real is known. */
const EXAMPLE = { first_name: 'Анна', display_name: 'Анна Иванова' };
const EXAMPLE_TEMPLATE = {
  value: '10.00',
  value_type: 'percent',
  duration_days: 30,
  usage_type: 'single',
} as const;

function buttonsOf({ buttons, unsubscribe_button }: BroadcastValues): SampleButton[][] {
  return unsubscribe_button ? [...buttons, [{ text: UNSUBSCRIBE }]] : buttons;
}
