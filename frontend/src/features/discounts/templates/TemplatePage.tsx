import { now } from '@/api/clock';
import { Alert, Button, Chip } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useGet } from '@/api/queries';
import { Loaded } from '@/components/feedback/Loaded';
import { PageHeader } from '@/components/PageHeader';
import { Editor } from './Editor';
import { standingAmong } from './standing';
import { TemplateActions } from './TemplateActions';

/** The editor of a discount template: `/templates/new` and `/templates/:id`. */
export function TemplatePage() {
  const { t } = useTranslation();
  const { id } = useParams();
  if (id !== undefined) return <KnownTemplate key={id} id={Number(id)} />;
  return (
    <>
      <PageHeader title={t('templates.newTitle')} back="/templates" />
      <Editor />
    </>
  );
}

function KnownTemplate({ id }: { id: number }) {
  const { t } = useTranslation();
  // A template that is being deleted is not queried.
  const [isKept, setKept] = useState(true);
  const found = useGet('/discount-templates/{id}', { path: { id } }, { enabled: isKept });
  const active = useGet('/discount-templates', { query: { is_active: true, per_page: 200 } });
  return (
    <Loaded query={found}>
      {(template) => {
        const standing = standingAmong(template, active.data?.items ?? [], new Date(now()));
        return (
          <>
            <PageHeader
              title={template.name}
              back="/templates"
              mark={
                <Chip
                  size="small"
                  color={standing === 'on' ? 'success' : 'default'}
                  label={t(`templates.standing.${standing}`)}
                />
              }
              subtitle={t(`templates.events.${template.event}`)}
              actions={
                <>
                  <Button component={Link} to={`/discounts?template_id=${template.id}`}>
                    {t('templates.codes')}
                  </Button>
                  <TemplateActions template={template} keep={setKept} />
                </>
              }
            />
            {standing === 'shadowed' && (
              <Alert severity="warning" sx={{ mb: 2 }}>
                {t('templates.shadowedHint')}
              </Alert>
            )}
            <Editor template={template} />
          </>
        );
      }}
    </Loaded>
  );
}
