import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { DiscountDetails } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useNotices } from '@/components/feedback/notices';
import { ReasonDialog } from './ReasonDialog';

const USUAL = ['mistake', 'abuse', 'replaced'] as const;

/** Revokes a code that can still be redeemed. */
export function RevokeButton({ discount: { id, code, state } }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [isOpen, setOpen] = useState(false);
  const revoke = useSend('post', '/discounts/{id}/revoke');
  return (
    <>
      {state === 'active' && (
        <ActionButton need="marketing" color="error" variant="outlined" act={() => setOpen(true)}>
          {t('discounts.revoke')}
        </ActionButton>
      )}
      <ReasonDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('discounts.revokeTitle', { code })}
        text={t('discounts.revokeText')}
        usual={USUAL.map((word) => t(`discounts.revokeUsual.${word}`))}
        action={t('discounts.revoke')}
        send={(reason) => revoke.mutateAsync({ path: { id }, body: { reason } })}
        onDone={() => notices.done(t('discounts.revokedDone'))}
      />
    </>
  );
}
