import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { UserDetails } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { DateInput, SelectInput, SwitchInput, TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';
import { Modal } from '@/components/Modal';
import { TagsInput } from '@/components/forms/TagsInput';
import { fieldsOf, userFields } from './user-changes';

const GENDERS = ['female', 'male', 'unknown'] as const;

/** Edits a client. What is typed is kept until it is saved. */
export function EditUserDialog({ user, onClose }: { user: UserDetails; onClose: () => void }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { mutateAsync } = useSend('patch', '/users/{id}');
  const form = useServerForm({
    schema: userFields,
    values: fieldsOf(user),
    draft: `user.${user.id}`,
    // A name that is sent replaces Telegram's from then on, even if it is the same.
    save: (_, { changed }) => mutateAsync({ path: { id: user.id }, body: changed }),
    onSaved: () => {
      notices.done(t('users.edit.saved'));
      onClose();
    },
  });
  return (
    <Modal title={t('users.edit.title')} onClose={onClose} maxWidth="sm" isLarge>
      <Form of={form} isGuarded={false} more={<Button onClick={onClose}>{t('common.cancel')}</Button>}>
        <TextInput
          name="display_name"
          label={t('users.edit.display_name')}
          hint={t('users.edit.displayNameHint')}
        />
        <TextInput name="phone" label={t('users.edit.phone')} hint={t('users.edit.phoneHint')} type="tel" />
        <DateInput name="birthday" label={t('users.edit.birthday')} hint={t('users.edit.birthdayHint')} />
        <SelectInput
          name="gender"
          label={t('users.edit.gender')}
          options={GENDERS.map((value) => ({ value, label: t(`common.gender.${value}`) }))}
        />
        <TagsInput name="tags" label={t('users.edit.tags')} hint={t('users.edit.tagsHint')} />
        <SwitchInput name="is_test" label={t('users.edit.is_test')} hint={t('users.edit.isTestHint')} />
      </Form>
    </Modal>
  );
}
