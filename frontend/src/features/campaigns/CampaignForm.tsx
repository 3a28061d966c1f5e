import { Alert, Box } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import { useMay, useTimeZone } from '@/api/session-hooks';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { DateTimeInput, NumberInput, RemoteInput, SwitchInput, TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';
import { SpacedSection } from '@/components/SpacedSection';
import { LinkPreview } from './LinkPreview';
import { campaignSchema, toNew, type CampaignValues } from './values';

/** The fields of a campaign. */
export function CampaignForm({ id, values }: { id: number | null; values: CampaignValues }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const notices = useNotices();
  const mayChange = useMay('marketing');
  const create = useSend('post', '/campaigns');
  const change = useSend('patch', '/campaigns/{id}');
  const [savedId, setSavedId] = useState<number | null>(null);
  const [schema] = useState(() => campaignSchema(timeZone));
  const form = useServerForm({
    schema,
    values,
    draft: `campaign-${id ?? 'new'}`,
    save: async (body, { changed }) => {
      const saved = await (id === null
        ? create.mutateAsync({ body: toNew(body) })
        : change.mutateAsync({ path: { id }, body: changed }));
      setSavedId(saved.id);
    },
  });
  const { isDirty } = form.form.formState;
  useEffect(() => {
    // Navigates only once the form is clean, since a dirty form would ask.
    if (savedId === null || isDirty) return;
    notices.done(t('common.saved'));
    void navigate(`/campaigns/${savedId}`, { replace: true });
  }, [savedId, isDirty, navigate, notices, t]);
  return (
    <Box sx={{ maxWidth: 760 }}>
      <Form of={form} mayChange={mayChange}>
        <SpacedSection title={t('campaigns.section.link')}>
          <TextInput
            name="name"
            label={t('campaigns.field.name')}
            hint={t('campaigns.field.nameHint')}
            required
          />
          <TextInput
            name="slug"
            label={t('campaigns.field.slug')}
            hint={t('campaigns.field.slugHint')}
            required
          />
          <LinkPreview storedSlug={id === null ? null : values.slug} />
        </SpacedSection>
        <SpacedSection title={t('campaigns.section.gift')}>
          <RemoteInput
            name="template_id"
            of="template"
            label={t('campaigns.field.template')}
            hint={t('campaigns.field.templateHint')}
          />
        </SpacedSection>
        <SpacedSection title={t('campaigns.section.terms')}>
          <Alert severity="info">{t('campaigns.field.datesHint', { zone: timeZone })}</Alert>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
            <DateTimeInput name="starts_at" label={t('campaigns.field.starts_at')} />
            <DateTimeInput name="ends_at" label={t('campaigns.field.ends_at')} />
          </Box>
          <NumberInput
            name="total_limit"
            label={t('campaigns.field.total_limit')}
            hint={t('campaigns.field.limitHint')}
          />
          <SwitchInput
            name="is_active"
            label={t('campaigns.field.is_active')}
            hint={t('campaigns.field.activeHint')}
          />
          <TextInput
            name="description"
            label={t('campaigns.field.description')}
            hint={t('campaigns.field.descriptionHint')}
            multiline
            minRows={2}
          />
        </SpacedSection>
      </Form>
    </Box>
  );
}
