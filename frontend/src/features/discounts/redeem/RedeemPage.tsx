import LockIcon from '@mui/icons-material/LockOutlined';
import { Alert, Box, Stack } from '@mui/material';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdmin, useMay } from '@/api/session-hooks';
import { EmptyState } from '@/components/feedback/EmptyState';
import { RemoteSelect } from '@/components/forms/RemoteSelect';
import { PageHeader } from '@/components/PageHeader';
import { CodeForm } from './CodeForm';
import { Done } from './Done';
import { Refused } from './Refused';
import { useTill } from './till';
import { ValidCode } from './ValidCode';

/** Redeems codes at the counter: Enter checks the code, Enter redeems it, and the next code can be typed. */
export function RedeemPage() {
  const { t } = useTranslation();
  const { role } = useAdmin();
  const mayRedeem = useMay('marketing');
  return (
    <>
      <PageHeader title={t('redeem.title')} />
      {mayRedeem ? (
        <Counter />
      ) : (
        <EmptyState
          icon={<LockIcon />}
          title={t('common.forbidden.title')}
          hint={t('redeem.mayNot', { role: t(`common.role.${role}`) })}
        />
      )}
    </>
  );
}

function Counter() {
  const { t } = useTranslation();
  const { step, typed, type, check, redeem, undone, cashierId, setCashierId } = useTill();
  const codeField = useRef<HTMLInputElement>(null);
  /** On a touch screen the keyboard would cover the result, so the field is not focused there. */
  const focusCode = () => {
    if (globalThis.matchMedia('(pointer: fine)').matches) codeField.current?.focus();
  };
  const isBetween = step.at === 'done' || step.at === 'undone';
  return (
    <Stack spacing={2.5} sx={{ maxWidth: 560, mx: 'auto' }}>
      {step.at === 'done' && (
        <Done
          redemption={step.redemption}
          onShown={focusCode}
          onUndone={() => {
            undone(step.redemption.discount.code);
            focusCode();
          }}
        />
      )}
      {step.at === 'undone' && <Alert severity="info">{t('redeem.done.undone', { code: step.code })}</Alert>}
      <CodeForm ref={codeField} isNext={isBetween} typed={typed} type={type} check={check} />
      <Box aria-live="polite">
        {step.at === 'refused' && <Refused result={step.result} />}
        {step.at === 'valid' && (
          <ValidCode
            key={step.discount.id}
            discount={step.discount}
            user={step.user}
            redeem={redeem}
            onCancel={() => {
              type('');
              codeField.current?.focus();
            }}
          />
        )}
      </Box>
      {!isBetween && (
        <RemoteSelect
          of="cashier"
          onlyActive
          size="small"
          label={t('redeem.cashier')}
          helperText={t('redeem.cashierHint')}
          value={cashierId}
          onChange={setCashierId}
        />
      )}
    </Stack>
  );
}
