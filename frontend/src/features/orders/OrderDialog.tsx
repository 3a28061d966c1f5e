import { Alert, Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import { Problem } from '@/api/problem';
import { createAttempt, mayHaveWorked } from '@/components/attempt';
import { useNotices } from '@/components/feedback/notices';
import { Modal } from '@/components/Modal';
import { Form } from '@/components/forms/Form';
import { useServerForm } from '@/components/forms/server-form';
import { orderFields, orderSchema } from './form';
import { OrderInputs } from './OrderInputs';

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

/** Enters a purchase that no cashier entered. */
export function OrderDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal title={t('orders.form.title')} isOpen={isOpen} onClose={onClose} maxWidth="sm">
      <OrderForm onClose={onClose} />
    </Modal>
  );
}

/** Mounted only while the dialog is open, so that it begins empty. */
function OrderForm({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { mutateAsync } = useSend('post', '/orders');
  const [attempt] = useState(createAttempt);
  const [isUnsure, setUnsure] = useState(false);
  const form = useServerForm({
    schema: orderSchema,
    values: orderFields,
    save: async (body) => {
      try {
        await attempt(body, (idempotencyKey) => mutateAsync({ body, idempotencyKey }));
      } catch (thrown) {
        setUnsure(mayHaveWorked(Problem.of(thrown)));
        throw thrown;
      }
    },
    onSaved: () => {
      notices.done(t('orders.form.saved'));
      onClose();
    },
  });
  return (
    <Form
      of={form}
      isGuarded={false}
      action={t('orders.form.save')}
      more={<Button onClick={onClose}>{t('common.cancel')}</Button>}
    >
      <OrderInputs />
      {isUnsure && form.failure && <Alert severity="info">{t('orders.form.unsure')}</Alert>}
    </Form>
  );
}
