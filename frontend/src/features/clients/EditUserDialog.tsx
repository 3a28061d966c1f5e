import { Button, Dialog, DialogContent, DialogTitle, useMediaQuery } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { UserDetails } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { DateInput, SelectInput, SwitchInput, TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';
import { TagsInput } from '@/components/forms/TagsInput';
import { fieldsOf, userFields } from './user-changes';

const GENDERS = ['female', 'male', 'unknown'] as const;

/** Changes what staff may change about a client. What is typed is kept until it is saved. */
export function EditUserDialog({ user, onClose }: { user: UserDetails; onClose: () => void }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const isPhone = useMediaQuery((theme) => theme.breakpoints.down('sm'));
  const { mutateAsync } = useSend('patch', '/users/{id}');
  const form = useServerForm({
    schema: userFields,
    values: fieldsOf(user),
    draft: `user.${user.id}`,
    // A name that is sent stays whatever Telegram says, even where it is the same.
    save: (_, { changed }) => mutateAsync({ path: { id: user.id }, body: changed }),
    onSaved: () => {
      notices.done(t('users.edit.saved'));
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" fullScreen={isPhone} aria-labelledby="edit-user">
      <DialogTitle id="edit-user">{t('users.edit.title')}</DialogTitle>
      <DialogContent sx={{ '& > form': { pt: 1 } }}>
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
      </DialogContent>
    </Dialog>
  );
}
