import { Button } from '@mui/material';
import i18next from 'i18next';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useSend } from '@/api/queries';
import type { BulkTagged, UserFilter } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { SelectInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';
import { TagsInput } from '@/components/forms/TagsInput';
import { Modal } from '@/components/Modal';

interface Props {
  /** The ticked clients. */
  ids: ReadonlySet<number>;
  /** The filters of the list, and how many clients match them. */
  filter: UserFilter;
  total: number;
  onDone: () => void;
  onClose: () => void;
}

const tags = z.array(z.string());
const schema = z
  .object({ scope: z.enum(['selected', 'all']), add_tags: tags, remove_tags: tags })
  .refine(({ add_tags, remove_tags }) => add_tags.length + remove_tags.length > 0, {
    path: ['add_tags'],
    error: () => i18next.t('users.bulk.nothing'),
  });

/** Adds and removes tags of many clients at a time. */
export function BulkTags({ ids, filter, total, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const notices = useNotices();
  const result = useRef<BulkTagged | null>(null);
  const { mutateAsync } = useSend('post', '/users/bulk');
  const form = useServerForm<z.input<typeof schema>, z.output<typeof schema>>({
    schema,
    values: { scope: ids.size > 0 ? 'selected' : 'all', add_tags: [], remove_tags: [] },
    save: async ({ scope, ...change }) => {
      const isSure =
        scope === 'selected' ||
        (await confirm({
          title: t('users.bulk.confirmTitle', { count: total }),
          text: t('users.bulk.confirmText'),
          action: t('users.bulk.confirmAction'),
        }));
      const whom = scope === 'all' ? { filter } : { ids: [...ids] };
      result.current = isSure ? await mutateAsync({ body: { ...change, ...whom } }) : null;
    },
    onSaved: () => {
      if (result.current === null) return;
      const { count, changed, full } = result.current;
      const done = t('users.bulk.changed', { count: changed, of: count });
      notices.done(full > 0 ? `${done}. ${t('users.bulk.full', { count: full })}` : done);
      onDone();
      onClose();
    },
  });
  const isEverybody = Object.keys(filter).length === 0;
  const all = t(isEverybody ? 'users.bulk.everybody' : 'users.bulk.all', { count: total });
  const scopes = [
    ...(ids.size > 0 ? [{ value: 'selected', label: t('users.bulk.selected', { count: ids.size }) }] : []),
    { value: 'all', label: all },
  ];
  return (
    <Modal title={t('users.bulk.title')} onClose={onClose} maxWidth="sm">
      <Form
        of={form}
        isGuarded={false}
        action={t('users.bulk.apply')}
        more={<Button onClick={onClose}>{t('common.cancel')}</Button>}
      >
        <SelectInput name="scope" label={t('users.bulk.whom')} options={scopes} />
        <TagsInput name="add_tags" label={t('users.bulk.add')} hint={t('users.bulk.hint')} />
        <TagsInput name="remove_tags" label={t('users.bulk.remove')} hint={t('users.bulk.hint')} />
      </Form>
    </Modal>
  );
}
