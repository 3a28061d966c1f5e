import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { useMemo } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { BulkBody, UserFilter } from '@/api/schema';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { SelectInput } from '@/components/forms/inputs';
import { TagsInput } from '@/components/forms/TagsInput';
import { tagChange, type TagChange } from './tag-change';

interface Props {
  /** The clients that are ticked. */
  ids: ReadonlySet<number>;
  /** Whom the list's filters mean, and how many they are. */
  filter: UserFilter;
  total: number;
  onDone: () => void;
  onClose: () => void;
}

/** Adds and removes tags of many clients at a time. */
export function BulkTags({ ids, filter, total, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const tellResult = useResult();
  const { mutateAsync, error } = useSend('post', '/users/bulk');
  const resolver = useMemo(() => zodResolver(tagChange()), []);
  const form = useForm<TagChange>({
    resolver,
    defaultValues: { scope: ids.size > 0 ? 'selected' : 'all', add_tags: [], remove_tags: [] },
  });
  const apply = async ({ scope, ...tags }: TagChange) => {
    if (scope === 'all') {
      const isSure = await confirm({
        title: t('users.bulk.confirmTitle', { count: total }),
        text: t('users.bulk.confirmText'),
        action: t('users.bulk.confirmAction'),
      });
      if (!isSure) return;
    }
    const body: BulkBody = { ...tags, ...(scope === 'all' ? { filter } : { ids: [...ids] }) };
    try {
      tellResult(await mutateAsync({ body }));
    } catch {
      return; // `error` tells it.
    }
    onDone();
    onClose();
  };
  const isEverybody = Object.keys(filter).length === 0;
  const all = t(isEverybody ? 'users.bulk.everybody' : 'users.bulk.all', { count: total });
  const scopes = [
    ...(ids.size > 0 ? [{ value: 'selected', label: t('users.bulk.selected', { count: ids.size }) }] : []),
    { value: 'all', label: all },
  ];
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="bulk-tags">
      <FormProvider {...form}>
        <form noValidate onSubmit={(event) => void form.handleSubmit(apply)(event)}>
          <DialogTitle id="bulk-tags">{t('users.bulk.title')}</DialogTitle>
          <DialogContent>
            <Stack spacing={2.5} sx={{ pt: 1 }}>
              <SelectInput name="scope" label={t('users.bulk.whom')} options={scopes} />
              <TagsInput name="add_tags" label={t('users.bulk.add')} hint={t('users.bulk.hint')} />
              <TagsInput name="remove_tags" label={t('users.bulk.remove')} hint={t('users.bulk.hint')} />
              {error && <ErrorNotice error={error} />}
            </Stack>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" variant="contained" loading={form.formState.isSubmitting}>
              {t('users.bulk.apply')}
            </Button>
          </DialogActions>
        </form>
      </FormProvider>
    </Dialog>
  );
}

/** Says how many were changed, and who has too many tags. */
function useResult() {
  const { t } = useTranslation();
  const notices = useNotices();
  return ({ count, changed, full }: { count: number; changed: number; full: number }) => {
    const done = t('users.bulk.changed', { count: changed, of: count });
    notices.done(full > 0 ? `${done}. ${t('users.bulk.full', { count: full })}` : done);
  };
}
