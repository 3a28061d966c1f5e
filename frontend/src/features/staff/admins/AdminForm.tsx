import { Button } from '@mui/material';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useSend } from '@/api/queries';
import { Problem } from '@/api/problem';
import type { Admin, Role } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { text, whole } from '@/components/forms/fields';
import { Form } from '@/components/forms/Form';
import { NumberInput, SelectInput, SwitchInput, TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';
import { GroupsInput } from './GroupsInput';

const ROLES = ['readonly', 'marketing', 'owner'] as const satisfies Role[];

const about = {
  display_name: text(),
  role: z.enum(ROLES),
  can_broadcast_from_chat: z.boolean(),
  notification_groups: z.array(z.enum(['cashier_requests', 'broadcasts', 'alerts', 'daily_report'])),
};
const newSchema = z.object({ ...about, telegram_id: whole() });
const knownSchema = z.object({ ...about, telegram_id: z.string() });

interface Props {
  admin: Admin | undefined;
  onClose: () => void;
}

/** The fields of an admin: name, role and notifications. */
export function AdminForm({ admin, onClose }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const add = useSend('post', '/admins');
  const change = useSend('patch', '/admins/{id}');
  const form = useServerForm<
    z.input<typeof newSchema>,
    z.output<typeof newSchema> | z.output<typeof knownSchema>
  >({
    schema: admin ? knownSchema : newSchema,
    values: {
      telegram_id: admin?.telegram_id.toString() ?? '',
      display_name: admin?.display_name ?? '',
      role: admin?.role ?? 'marketing',
      can_broadcast_from_chat: admin?.can_broadcast_from_chat ?? false,
      notification_groups: admin?.notification_groups ?? ['broadcasts'],
    },
    save: async ({ telegram_id, ...body }, { changed }) => {
      if (admin) await change.mutateAsync({ path: { id: admin.id }, body: changed });
      else await add.mutateAsync({ body: { ...body, telegram_id: Number(telegram_id) } }).catch(tellTaken);
    },
    onSaved: () => {
      const { display_name: name } = form.form.getValues();
      notices.done(admin ? t('common.saved') : t('admins.form.added', { name }));
      onClose();
    },
  });
  /** The server names no field; only the Telegram id can be taken. */
  function tellTaken(thrown: unknown): never {
    if (Problem.of(thrown).slug === 'conflict')
      form.form.setError('telegram_id', { type: 'server', message: t('admins.form.taken') });
    throw thrown;
  }
  return (
    <Form
      of={form}
      isGuarded={false}
      action={admin ? t('common.save') : t('common.add')}
      more={<Button onClick={onClose}>{t('common.cancel')}</Button>}
    >
      {!admin && (
        <NumberInput
          required
          autoFocus
          name="telegram_id"
          label={t('admins.form.telegram_id')}
          hint={t('admins.form.telegram_idHint')}
        />
      )}
      <TextInput required name="display_name" label={t('admins.form.display_name')} />
      <RoleInput />
      <GroupsInput name="notification_groups" />
      <SwitchInput name="can_broadcast_from_chat" label={t('admins.form.can_broadcast')} />
    </Form>
  );
}

function RoleInput() {
  const { t } = useTranslation();
  const role = useWatch<{ role: Role }, 'role'>({ name: 'role' });
  return (
    <SelectInput
      name="role"
      label={t('admins.form.role')}
      hint={t(`admins.roles.${role}`)}
      options={ROLES.map((value) => ({ value, label: t(`common.role.${value}`) }))}
    />
  );
}
