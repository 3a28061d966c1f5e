import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useSend } from '@/api/queries';
import type { Cashier } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { optionalText, text } from '@/components/forms/fields';
import { Modal } from '@/components/Modal';
import { Form } from '@/components/forms/Form';
import { TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';

const schema = z.object({ display_name: text(), shop: optionalText() });

/** Edits a cashier's name and shop. */
export function CashierDialog({ cashier, onClose }: { cashier: Cashier | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal title={t('cashiers.edit.title')} isOpen={cashier !== null} onClose={onClose}>
      {cashier && <CashierForm cashier={cashier} onClose={onClose} />}
    </Modal>
  );
}

function CashierForm({ cashier, onClose }: { cashier: Cashier; onClose: () => void }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { mutateAsync } = useSend('patch', '/cashiers/{id}');
  const form = useServerForm({
    schema,
    values: { display_name: cashier.display_name, shop: cashier.shop ?? '' },
    save: (_, { changed }) => mutateAsync({ path: { id: cashier.id }, body: changed }),
    onSaved: () => {
      notices.done(t('common.saved'));
      onClose();
    },
  });
  return (
    <Form of={form} isGuarded={false} more={<Button onClick={onClose}>{t('common.cancel')}</Button>}>
      <TextInput
        required
        name="display_name"
        label={t('cashiers.edit.name')}
        hint={t('cashiers.edit.nameHint')}
      />
      <TextInput name="shop" label={t('cashiers.edit.shop')} hint={t('cashiers.edit.shopHint')} />
    </Form>
  );
}
