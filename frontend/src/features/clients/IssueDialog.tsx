import { Alert, Button, Typography, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { Discount } from '@/api/schema';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { useFormats } from '@/components/format';
import { ActionButton } from '@/components/ActionButton';
import { Modal } from '@/components/Modal';
import { RemoteSelect } from '@/components/forms/RemoteSelect';
import { Muted } from '@/components/Muted';
import { Code } from '@/features/discounts/Code';
import { CopyCode } from '@/features/discounts/CopyCode';

/** Issues a code to a client and shows it. */
export function IssueDialog({ userId, onClose }: { userId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [templateId, setTemplateId] = useState<number | null>(null);
  const [isMissing, setMissing] = useState(false);
  const { mutate, data, error, isPending, reset } = useSend('post', '/users/{id}/discounts');
  if (data) return <Issued discount={data} onAnother={reset} onClose={onClose} />;
  return (
    <Modal
      title={t('users.issue.title')}
      onClose={onClose}
      onSubmit={() =>
        templateId === null
          ? setMissing(true)
          : mutate({ path: { id: userId }, body: { template_id: templateId } })
      }
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="contained" loading={isPending}>
            {t('users.issue.action')}
          </Button>
        </>
      }
    >
      <Typography color="textSecondary">{t('users.issue.text')}</Typography>
      <RemoteSelect
        of="template"
        onlyActive
        required
        label={t('users.issue.template')}
        value={templateId}
        onChange={(id) => {
          setTemplateId(id);
          setMissing(false);
        }}
        error={isMissing ? t('users.issue.choose') : undefined}
      />
      {error && <ErrorNotice error={error} />}
    </Modal>
  );
}

function Issued(props: { discount: Discount; onAnother: () => void; onClose: () => void }) {
  const { discount, onAnother, onClose } = props;
  const { t } = useTranslation();
  const { date } = useFormats();
  return (
    <Modal
      title={t('users.issue.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onAnother}>{t('users.issue.another')}</Button>
          <ActionButton to={`/discounts/${discount.id}`}>{t('users.issue.open')}</ActionButton>
          <Button variant="contained" onClick={onClose}>
            {t('users.views.done')}
          </Button>
        </>
      }
    >
      <Alert severity="success">{t('users.issue.done')}</Alert>
      <div>
        <Muted>{t('users.issue.code')}</Muted>
        <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
          <Code>{discount.code}</Code>
          <CopyCode code={discount.code} />
        </Stack>
        <Typography>{t('users.issue.until', { date: date(discount.expires_at) })}</Typography>
      </div>
    </Modal>
  );
}
