import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import { Paper, Typography } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { Redemption } from '@/api/schema';
import { lessBy } from '@/components/kopecks';
import { ReasonDialog } from '@/features/discounts/ReasonDialog';
import { useFormats } from '@/components/format';
import { ActionButton } from '@/components/ActionButton';

const USUAL = ['mistake', 'return', 'changed'] as const;

interface Props {
  redemption: Redemption;
  /** Called after the first render. */
  onShown: () => void;
  onUndone: () => void;
}

/** A redeemed code and the amount to pay, with a button to undo. */
export function Done({ redemption, onShown, onUndone }: Props) {
  const { t } = useTranslation();
  const { money, worth } = useFormats();
  const [isAsking, setAsking] = useState(false);
  const undo = useSend('post', '/discounts/{id}/undo');
  const { discount, order, user, uses_left, usage_log_id } = redemption;
  const shown = useRef(onShown);
  useEffect(() => shown.current(), []);
  return (
    <Paper
      elevation={0}
      role="status"
      sx={{ p: 3, textAlign: 'center', border: 2, borderColor: 'success.main', bgcolor: 'background.paper' }}
    >
      <CheckCircleIcon color="success" sx={{ fontSize: 88 }} />
      <Typography component="h2" sx={{ fontSize: 24, fontWeight: 700 }}>
        {t('redeem.done.title')}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>
        {discount.code} · {user.display_name}
      </Typography>
      {order ? (
        <>
          <Typography sx={{ mt: 2, color: 'text.secondary' }}>{t('redeem.done.pay')}</Typography>
          <Typography sx={{ fontSize: 52, fontWeight: 800, lineHeight: 1.1 }}>
            {money(lessBy(order.amount, order.discount_amount))}
          </Typography>
          <Typography sx={{ mt: 0.5, color: 'text.secondary' }}>
            {t('redeem.done.saved', { saving: money(order.discount_amount), amount: money(order.amount) })}
          </Typography>
        </>
      ) : (
        <>
          <Typography sx={{ mt: 2, fontSize: 40, fontWeight: 800, lineHeight: 1.1 }}>
            {t('redeem.done.value', { value: worth(discount) })}
          </Typography>
          <Typography sx={{ mt: 0.5, color: 'text.secondary' }}>{t('redeem.done.withoutAmount')}</Typography>
        </>
      )}
      {uses_left > 0 && <Typography sx={{ mt: 1 }}>{t('redeem.done.left', { count: uses_left })}</Typography>}
      <ActionButton
        need="owner"
        color="inherit"
        sx={{ mt: 2, color: 'text.secondary' }}
        act={() => setAsking(true)}
      >
        {t('redeem.done.undo')}
      </ActionButton>
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('discounts.undoTitle', { code: discount.code })}
        text={t('discounts.undoText')}
        usual={USUAL.map((word) => t(`discounts.undoUsual.${word}`))}
        action={t('discounts.undo')}
        send={(reason) => undo.mutateAsync({ path: { id: discount.id }, body: { reason, usage_log_id } })}
        onDone={onUndone}
      />
    </Paper>
  );
}
