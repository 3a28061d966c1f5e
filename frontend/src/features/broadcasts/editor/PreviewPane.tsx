import { Chip, Stack } from '@mui/material';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Sample, Template } from '@/api/schema';
import { useTimeZone } from '@/api/session-hooks';
import { createFormats } from '@/components/format';
import { codeValues, escaped, fill, type Values } from '@/components/message/fill';
import { dayIn } from '@/components/zone';
import { RemoteSelect } from '@/components/forms/RemoteSelect';
import { useMediaContent } from '@/features/media/content';
import { MessagePreview } from '@/features/broadcasts/MessagePreview';
import { SpacedSection } from '@/components/SpacedSection';
import type { BroadcastValues } from '@/features/broadcasts/values';

interface Props {
  samples: readonly Sample[];
  /** Whether the samples were made of the present values. */
  areCurrent: boolean;
}

/** The message as one recipient will see it: rendered by the server, and by the browser until the server has answered. */
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
      escaped({
        ...namesOf(reader),
        ...codeOf(values.gives_codes ? (template ?? EXAMPLE_TEMPLATE) : undefined, timeZone),
      }),
    );
  return (
    <SpacedSection title={t('broadcasts.preview.title')}>
      <MessagePreview
        html={values.kind === 'copy' ? null : html.trim()}
        media={
          values.media_type === 'none'
            ? null
            : {
                type: values.media_type,
                content,
                name: values.media_from === 'upload' ? values.media_name : values.media_ref,
              }
        }
        buttons={values.buttons}
        hasUnsubscribe={values.unsubscribe_button}
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

/** Stands in until a client is known. */
const EXAMPLE = { first_name: 'Анна', display_name: 'Анна Иванова' };
/** Stands in until a template is chosen. */
const EXAMPLE_TEMPLATE = { value: '10.00', value_type: 'percent', duration_days: 30 } as const;

type GivenTemplate = Pick<Template, 'value' | 'value_type' | 'duration_days'> & Partial<Template>;

function namesOf({ first_name = '', display_name }: { first_name?: string; display_name: string }) {
  return { first_name: first_name.trim() || display_name, display_name };
}

function codeOf(template: GivenTemplate | undefined, timeZone: string): Values {
  if (template === undefined) return {};
  // Messages are Russian, whatever the language of the panel.
  const { worth, money } = createFormats('ru', timeZone);
  const { min_order_amount: minimum, duration_days: days, max_uses } = template;
  return codeValues(
    {
      worth: worth(template),
      minimum: minimum === undefined ? '' : money(minimum),
      days,
      uses: max_uses === undefined ? '' : String(max_uses),
    },
    dayIn(timeZone),
  );
}
