import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { DiscountDetails } from '@/api/schema';
import { ReasonDialog } from '@/features/discounts/ReasonDialog';
import { useNotices } from '@/components/feedback/notices';
import { Guarded } from '@/components/Guarded';

const USUAL = ['mistake', 'abuse', 'replaced'] as const;

/** Withdraws a code that would still be redeemed. */
export function RevokeButton({ discount: { id, code, state } }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [isOpen, setOpen] = useState(false);
  const revoke = useSend('post', '/discounts/{id}/revoke');
  const close = () => setOpen(false);
  return (
    <>
      {state === 'active' && (
        <Guarded need="marketing">
          {(disabled) => (
            <Button color="error" variant="outlined" disabled={disabled} onClick={() => setOpen(true)}>
              {t('discounts.revoke')}
            </Button>
          )}
        </Guarded>
      )}
      <ReasonDialog
        isOpen={isOpen}
        onClose={close}
        title={t('discounts.revokeTitle', { code })}
        text={t('discounts.revokeText')}
        usual={USUAL.map((word) => t(`discounts.revokeUsual.${word}`))}
        action={t('discounts.revoke')}
        send={(reason) => revoke.mutateAsync({ path: { id }, body: { reason } })}
        onDone={() => {
          close();
          notices.done(t('discounts.revokedDone'));
        }}
      />
    </>
  );
}
