import { Alert, Stack } from '@mui/material';
import SendIcon from '@mui/icons-material/Send';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Broadcast } from '@/api/schema';
import { useMay, useTimeZone } from '@/api/session-hooks';
import { useSend } from '@/api/queries';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { useServerForm } from '@/components/forms/server-form';
import { ActionButton } from '@/components/ActionButton';
import { Columns } from '@/components/layout';
import { useBegin } from '@/features/broadcasts/begin';
import { useRefusedText } from '@/features/broadcasts/refused';
import { broadcastSchema, toNew, type BroadcastValues } from '@/features/broadcasts/values';
import { AudienceFields } from './AudienceFields';
import { CodesFields } from './CodesFields';
import { MessageFields } from './MessageFields';
import { PreviewColumn } from './PreviewColumn';
import { useStoreDraft } from './store';
import { TimingFields } from './TimingFields';

interface Props {
  /** The id of the draft; null for a new one. */
  id: number | null;
  values: BroadcastValues;
  /** The failure after a new draft was saved, shown on the draft's page. */
  initialFailure?: string | null;
  /** The key under which unsaved input is kept. */
  draft: string;
}

/** The page to open after saving, and the failure to show there. */
interface Goal {
  address: string;
  failure: string | null;
}

/** The editor of a broadcast. */
export function EditorForm({ id, values, draft, initialFailure = null }: Props) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const notices = useNotices();
  const refusedText = useRefusedText();
  const mayChange = useMay('marketing');
  const [schema] = useState(() => broadcastSchema(timeZone));
  const store = useStoreDraft(id, () => toNew(values, timeZone));
  const begin = useBegin();
  const test = useSend('post', '/broadcasts/{id}/test');
  const [failure, setFailure] = useState<string | null>(initialFailure);
  const [busy, setBusy] = useState<'save' | 'test' | 'begin' | null>(null);
  const [goal, setGoal] = useState<Goal | null>(null);

  const form = useServerForm({
    schema,
    values,
    save: (body) => store.save(body),
    draft,
  });
  const { isDirty } = form.form.formState;

  useEffect(() => {
    // Navigates only once the form is clean, since a dirty form would ask.
    if (goal !== null && !isDirty)
      void navigate(goal.address, { replace: true, state: { failure: goal.failure } });
  }, [goal, isDirty, navigate]);

  /** Saves the draft and passes it to `next`. */
  const withSaved = async (
    next: (saved: Broadcast) => Promise<string | null>,
    doing: NonNullable<typeof busy>,
  ) => {
    // Enter in a field saves too, so a running action blocks the next.
    if (busy !== null) return;
    setFailure(null);
    setBusy(doing);
    store.forget();
    try {
      await form.submit();
      const saved = store.saved();
      if (saved === null) return;
      const result = await next(saved).then(
        (address) => ({ address, failure: null }),
        (thrown: unknown) => ({ address: null, failure: refusedText(thrown) }),
      );
      setFailure(result.failure);
      const address = result.address ?? (id === null ? `/broadcasts/${saved.id}/edit` : null);
      if (address !== null) setGoal({ address, failure: result.failure });
    } finally {
      setBusy(null);
    }
  };
  const saveOnly = () =>
    withSaved(() => {
      notices.done(t('broadcasts.draftSaved'));
      return Promise.resolve(null);
    }, 'save');
  const sendTest = () =>
    withSaved(async (saved) => {
      await test.mutateAsync({ path: { id: saved.id }, body: {} });
      notices.done(t('broadcasts.test.sent'));
      return null;
    }, 'test');
  const beginIt = () =>
    withSaved(async (saved) => {
      const begun = await begin(saved);
      return begun && `/broadcasts/${begun.id}`;
    }, 'begin');

  return (
    <Form
      of={{ ...form, submit: saveOnly }}
      mayChange={mayChange}
      action={t('broadcasts.saveDraft')}
      more={
        <>
          <ActionButton
            need="marketing"
            variant="outlined"
            disabled={busy !== null}
            loading={busy === 'test'}
            act={sendTest}
          >
            {t('broadcasts.test.action')}
          </ActionButton>
          <ActionButton
            need="marketing"
            variant="contained"
            color="secondary"
            startIcon={<SendIcon />}
            disabled={busy !== null}
            loading={busy === 'begin'}
            act={beginIt}
          >
            {t('broadcasts.begin.check')}
          </ActionButton>
        </>
      }
    >
      <Columns wide="minmax(0, 3fr) minmax(0, 2fr)">
        <Stack spacing={2.5}>
          <MessageFields />
          <CodesFields />
          <AudienceFields />
          <TimingFields />
        </Stack>
        <PreviewColumn />
      </Columns>
      {failure && (
        <Alert severity="error" role="alert">
          {failure}
        </Alert>
      )}
    </Form>
  );
}
