import { Box, Button, Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useSend } from '@/api/queries';
import type { Cashier } from '@/api/schema';
import { useNotices } from '@/components/feedback/notices';
import { optionalText, text } from '@/components/forms/fields';
import { Form } from '@/components/forms/Form';
import { TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';

const schema = z.object({ display_name: text(), shop: optionalText() });

/** What a cashier is called and where they work. */
export function CashierDialog({ cashier, onClose }: { cashier: Cashier | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog open={cashier !== null} onClose={onClose} aria-labelledby="cashier-title" fullWidth maxWidth="xs">
      <DialogTitle id="cashier-title">{t('cashiers.edit.title')}</DialogTitle>
      <DialogContent>
        <Box sx={{ pt: 1 }}>{cashier && <CashierForm cashier={cashier} onClose={onClose} />}</Box>
      </DialogContent>
    </Dialog>
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
