import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/client';
import { Problem } from '@/api/problem';
import { useSend } from '@/api/queries';
import type { CheckResult, Client, Discount, Redemption } from '@/api/schema';
import { createAttempt } from '@/components/attempt';
import { useStored } from '@/components/stored';
import { statusOf } from './refusal';

/** The step of the work with a code. */
export type Step =
  | { at: 'code' }
  | { at: 'refused'; result: Pick<CheckResult, 'status' | 'code' | 'discount'> }
  | { at: 'valid'; discount: Discount; user: Client }
  | { at: 'done'; redemption: Redemption }
  | { at: 'undone'; code: string };

const BEGINNING: Step = { at: 'code' };

/** The state of the counter: check a code, redeem it, go on with the next. */
export function useTill() {
  const [step, setStep] = useState(BEGINNING);
  const [typed, setTyped] = useState('');
  const [cashierId, setCashierId] = useStored<number | null>('redeem.cashier', null);
  const [attempt] = useState(createAttempt);
  const redeemIt = useSend('post', '/discounts/redeem');

  const check = useMutation({
    mutationFn: (code: string) => call('post', '/discounts/check', { body: { code } }),
    onSuccess: (result) => {
      const { status, discount, user } = result;
      setStep(
        status === 'valid' && discount && user ? { at: 'valid', discount, user } : { at: 'refused', result },
      );
    },
  });

  const redeem = useMutation({
    mutationFn: async ({
      discount,
      amount,
    }: {
      discount: Discount;
      amount: string | null;
    }): Promise<Step> => {
      const body = {
        code: discount.code,
        ...(amount === null ? {} : { order_amount: amount }),
        ...(cashierId === null ? {} : { cashier_id: cashierId }),
      };
      try {
        const redemption = await attempt(body, (idempotencyKey) =>
          redeemIt.mutateAsync({ body, idempotencyKey }),
        );
        return { at: 'done', redemption };
      } catch (thrown) {
        const status = statusOf(Problem.of(thrown));
        if (status === undefined) throw thrown;
        return { at: 'refused', result: { status, code: discount.code, discount: await anew(discount) } };
      }
    },
    onSuccess: (next) => {
      setStep(next);
      // Ready for the next one.
      if (next.at === 'done') setTyped('');
    },
  });

  /** Typing another code drops the result of the last check; a redemption stays visible. */
  const type = (code: string) => {
    setTyped(code);
    check.reset();
    redeem.reset();
    if (step.at === 'valid' || step.at === 'refused') setStep(BEGINNING);
  };

  const undone = (code: string) => setStep({ at: 'undone', code });

  return { step, typed, type, check, redeem, undone, cashierId, setCashierId };
}

/** The code as it is now, after somebody else was faster. Reading it writes nothing to the log. */
async function anew(discount: Discount): Promise<Discount> {
  return call('get', '/discounts/{id}', { path: { id: discount.id } }).catch(() => discount);
}
