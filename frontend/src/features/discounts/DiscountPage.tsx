import { Chip, Tooltip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useGet } from '@/api/queries';
import { StateChip } from '@/features/discounts/StateChip';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { Columns } from '@/components/layout';
import { CopyCode } from './CopyCode';
import { DiscountFacts } from './DiscountFacts';
import { History } from './History';
import { RevokeButton } from './RevokeButton';
import { UndoButton } from './UndoButton';

/** One code: its terms, its history and its actions. */
export function DiscountPage() {
  const { t } = useTranslation();
  const { worth } = useFormats();
  const id = Number(useParams()['id']);
  const query = useGet('/discounts/{id}', { path: { id } });
  return (
    <Loaded query={query}>
      {(discount) => (
        <>
          <PageHeader
            title={discount.code}
            back="/discounts"
            mark={
              <>
                <CopyCode code={discount.code} />
                <StateChip state={discount.state} />
                {discount.is_test && (
                  <Tooltip title={t('discounts.fields.testHint')}>
                    <Chip size="small" label={t('discounts.fields.test')} />
                  </Tooltip>
                )}
              </>
            }
            subtitle={`${worth(discount)} · ${discount.user.display_name}`}
            actions={
              <>
                <UndoButton discount={discount} />
                <RevokeButton discount={discount} />
              </>
            }
          />
          <Columns gap={2} wide="1fr 1fr">
            <DiscountFacts discount={discount} />
            <History discount={discount} />
          </Columns>
        </>
      )}
    </Loaded>
  );
}
