import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Stack,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSend } from '@/api/queries';
import type { Discount } from '@/api/schema';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { useFormats } from '@/components/format';
import { RemoteSelect } from '@/components/forms/RemoteSelect';
import { Muted } from '@/components/Muted';
import { CopyCode } from './CopyCode';

/** Gives a client a code by a template, and shows it. */
export function IssueDialog({ userId, onClose }: { userId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [templateId, setTemplateId] = useState<number | null>(null);
  const [isMissing, setMissing] = useState(false);
  const { mutate, data, error, isPending, reset } = useSend('post', '/users/{id}/discounts');
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="issue-code">
      <DialogTitle id="issue-code">{t('users.issue.title')}</DialogTitle>
      {data ? (
        <Issued discount={data} onAnother={reset} onClose={onClose} />
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (templateId === null) setMissing(true);
            else mutate({ path: { id: userId }, body: { template_id: templateId } });
          }}
        >
          <DialogContent>
            <Stack spacing={2}>
              <DialogContentText>{t('users.issue.text')}</DialogContentText>
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
            </Stack>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" variant="contained" loading={isPending}>
              {t('users.issue.action')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}

function Issued(props: { discount: Discount; onAnother: () => void; onClose: () => void }) {
  const { discount, onAnother, onClose } = props;
  const { t } = useTranslation();
  const { date } = useFormats();
  return (
    <>
      <DialogContent>
        <Alert severity="success" sx={{ mb: 2 }}>
          {t('users.issue.done')}
        </Alert>
        <Muted>{t('users.issue.code')}</Muted>
        <CopyCode code={discount.code} variant="h4" />
        <Typography>{t('users.issue.until', { date: date(discount.expires_at) })}</Typography>
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap' }}>
        <Button onClick={onAnother}>{t('users.issue.another')}</Button>
        <Button component={Link} to={`/discounts/${discount.id}`}>
          {t('users.issue.open')}
        </Button>
        <Button variant="contained" onClick={onClose}>
          {t('users.views.done')}
        </Button>
      </DialogActions>
    </>
  );
}
