import { Alert, Box } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import type { Template } from '@/api/schema';
import { useMay, useTimeZone } from '@/api/session-hooks';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { useServerForm } from '@/components/forms/server-form';
import { GiftFields, LimitFields, OccasionFields, TextFields } from './fields';
import { changes, fieldsOf, newTemplate, templateSchema, type TemplateTerms } from './form';
import { Preview } from './Preview';

/** All that a template has, beside what a client will read. */
export function Editor({ template }: { template?: Template }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const notices = useNotices();
  const navigate = useNavigate();
  const mayChange = useMay('marketing');
  const add = useSend('post', '/discount-templates');
  const change = useSend('patch', '/discount-templates/{id}');
  const schema = templateSchema(timeZone);
  // What the fields were compared with when they were last read or saved.
  const [saved, setSaved] = useState(() => fieldsOf(template, timeZone));

  const addedId = useRef<number | null>(null);
  const save = async (terms: TemplateTerms) => {
    if (!template) {
      addedId.current = (await add.mutateAsync({ body: newTemplate(terms) })).id;
      return;
    }
    const before = schema.safeParse(saved);
    const body = before.success ? changes(before.data, terms) : terms;
    await change.mutateAsync({ path: { id: template.id }, body });
  };

  const form = useServerForm({
    schema,
    values: saved,
    draft: `template.${template?.id ?? 'new'}`,
    save: async (terms, { typed }) => {
      await save(terms);
      setSaved(typed);
    },
    onSaved: () => {
      notices.done(template ? t('common.saved') : t('templates.created'));
      if (addedId.current !== null) void navigate(`/templates/${addedId.current}`, { replace: true });
    },
  });

  return (
    <Form of={form} mayChange={mayChange} {...(template ? {} : { action: t('common.create') })}>
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          gridTemplateColumns: { xs: '1fr', lg: 'minmax(0, 1fr) 400px' },
          alignItems: 'start',
        }}
      >
        <Box sx={{ display: 'grid', gap: 3, minWidth: 0 }}>
          {template && template.issued_count > 0 && <Alert severity="info">{t('templates.keeps')}</Alert>}
          <GiftFields />
          <OccasionFields />
          <LimitFields template={template} />
          <TextFields isNew={template === undefined} />
        </Box>
        <Box sx={{ position: { lg: 'sticky' }, top: 72 }}>
          <Preview />
        </Box>
      </Box>
    </Form>
  );
}
