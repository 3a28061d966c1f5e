import { FormControl, FormControlLabel, FormLabel, Radio, RadioGroup } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { DiscountDetails } from '@/api/schema';
import { ReasonDialog } from '@/features/discounts/ReasonDialog';
import { useNotices } from '@/components/feedback/notices';
import { useFormats } from '@/components/format';
import { ActionButton } from '@/components/ActionButton';
import { standing } from './redemptions';
import { useWho } from './who';

const USUAL = ['mistake', 'return', 'changed'] as const;

/** Undoes a redemption of a code; asks which one where there are several. */
export function UndoButton({ discount: { id, code, usage_logs } }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const who = useWho();
  const notices = useNotices();
  const [isOpen, setOpen] = useState(false);
  const [picked, setPicked] = useState<number | null>(null);
  const undo = useSend('post', '/discounts/{id}/undo');
  const redemptions = standing(usage_logs);
  const usage_log_id = redemptions.find((log) => log.id === picked)?.id ?? redemptions[0]?.id;
  return (
    <>
      {redemptions.length > 0 && (
        <ActionButton need="owner" variant="outlined" act={() => setOpen(true)}>
          {t('discounts.undo')}
        </ActionButton>
      )}
      <ReasonDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('discounts.undoTitle', { code })}
        text={t('discounts.undoText')}
        usual={USUAL.map((word) => t(`discounts.undoUsual.${word}`))}
        action={t('discounts.undo')}
        send={(reason) =>
          undo.mutateAsync({
            path: { id },
            body: { reason, ...(usage_log_id === undefined ? {} : { usage_log_id }) },
          })
        }
        onDone={() => notices.done(t('discounts.undoneDone'))}
      >
        {redemptions.length > 1 && (
          <FormControl>
            <FormLabel id="undo-which">{t('discounts.undoWhich')}</FormLabel>
            <RadioGroup
              aria-labelledby="undo-which"
              value={usage_log_id ?? ''}
              onChange={(_, value) => setPicked(Number(value))}
            >
              {redemptions.map((log) => (
                <FormControlLabel
                  key={log.id}
                  value={log.id}
                  control={<Radio />}
                  label={[dateTime(log.created_at), who(log), log.shop].filter(Boolean).join(' · ')}
                />
              ))}
            </RadioGroup>
          </FormControl>
        )}
      </ReasonDialog>
    </>
  );
}
