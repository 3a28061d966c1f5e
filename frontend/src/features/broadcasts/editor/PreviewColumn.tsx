import { Stack } from '@mui/material';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useTimeZone } from '@/api/session-hooks';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { Loading } from '@/components/feedback/Loading';
import { PreflightReport } from '@/features/broadcasts/PreflightReport';
import { SpacedSection } from '@/components/SpacedSection';
import { Muted } from '@/components/Muted';
import type { BroadcastValues } from '@/features/broadcasts/values';
import { preflightDraft } from './preflight-draft';
import { usePreflight, useRefusedFields } from './preflight';
import { PreviewPane } from './PreviewPane';

/** The message preview and the preflight, beside the fields. */
export function PreviewColumn() {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const { control } = useFormContext<BroadcastValues>();
  const values = useWatch({ control }) as BroadcastValues;
  const { draft, isWhole } = preflightDraft(values, timeZone);
  const { preflight, isCurrent, problem, retry } = usePreflight(draft);
  useRefusedFields(problem);
  return (
    <Stack spacing={2.5} sx={{ position: { lg: 'sticky' }, top: { lg: 72 } }}>
      <PreviewPane samples={preflight?.samples ?? []} areCurrent={isCurrent && isWhole} />
      <SpacedSection title={t('broadcasts.preflight.title')}>
        {draft === null ? (
          <Muted>{t('broadcasts.preflight.notYet')}</Muted>
        ) : problem && problem.fields.length > 0 ? (
          <Muted>{t('errors.checkFields')}</Muted>
        ) : problem ? (
          <ErrorNotice error={problem} retry={retry} />
        ) : preflight ? (
          <div aria-live="polite" aria-busy={!isCurrent} style={{ opacity: isCurrent ? 1 : 0.6 }}>
            <PreflightReport preflight={preflight} />
          </div>
        ) : (
          <Loading minHeight={120} />
        )}
      </SpacedSection>
    </Stack>
  );
}
