import { Alert, Box } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import type { Template } from '@/api/schema';
import { useMay, useTimeZone } from '@/api/session-hooks';
import { useNotices } from '@/components/feedback/notices';
import { changedOf } from '@/components/forms/changed';
import { Form } from '@/components/forms/Form';
import { useServerForm } from '@/components/forms/server-form';
import { Columns } from '@/components/layout';
import { GiftFields, LimitFields, OccasionFields, TextFields } from './fields';
import { fieldsOf, newTemplate, templateSchema } from './form';
import { Preview } from './Preview';

/** The fields of a template beside the preview of its message. */
export function Editor({ template }: { template?: Template }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const notices = useNotices();
  const navigate = useNavigate();
  const mayChange = useMay('marketing');
  const add = useSend('post', '/discount-templates');
  const change = useSend('patch', '/discount-templates/{id}');
  const [schema] = useState(() => templateSchema(timeZone));
  const [values] = useState(() => fieldsOf(template, timeZone));
  const addedId = useRef<number | null>(null);
  const form = useServerForm({
    schema,
    values,
    draft: `template.${template?.id ?? 'new'}`,
    save: async (terms, { begun }) => {
      if (template) {
        const before = schema.safeParse(begun);
        const body = before.success ? changedOf(terms, terms, before.data) : terms;
        await change.mutateAsync({ path: { id: template.id }, body });
      } else addedId.current = (await add.mutateAsync({ body: newTemplate(terms) })).id;
    },
    onSaved: () => {
      notices.done(template ? t('common.saved') : t('templates.created'));
      if (addedId.current !== null) void navigate(`/templates/${addedId.current}`, { replace: true });
    },
  });
  return (
    <Form of={form} mayChange={mayChange} {...(template ? {} : { action: t('common.create') })}>
      <Columns gap={3} wide="minmax(0, 1fr) 400px">
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
      </Columns>
    </Form>
  );
}
