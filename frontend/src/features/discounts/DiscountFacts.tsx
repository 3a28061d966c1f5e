import { Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { DiscountDetails } from '@/api/schema';
import { Facts } from '@/components/Facts';
import { useFormats } from '@/components/format';
import { NamedLink } from '@/components/NamedLink';
import { Section } from '@/components/Section';
import { useNames } from '@/components/names';
import { To } from '@/components/To';
import { Muted } from '@/components/Muted';

/** The owner, the origin and the terms of a code. */
export function DiscountFacts({ discount }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const { dateTime, money, worth } = useFormats();
  const cashierName = useNames('cashier');
  const { user, template_id, campaign_id, broadcast_id, used_by_cashier_id, revoked_at } = discount;
  return (
    <Stack spacing={2}>
      <Section title={t('discounts.facts')}>
        <Facts
          facts={[
            [
              t('discounts.fields.user'),
              <To key="link" to={`/users/${user.id}`}>
                {user.display_name}
              </To>,
            ],
            [t('discounts.fields.source'), t(`discounts.sources.${discount.source}`)],
            [
              t('discounts.fields.template'),
              template_id && <NamedLink key="link" of="template" id={template_id} />,
            ],
            [
              t('discounts.fields.campaign'),
              campaign_id && <NamedLink key="link" of="campaign" id={campaign_id} />,
            ],
            [
              t('discounts.fields.broadcast'),
              broadcast_id && <NamedLink key="link" of="broadcast" id={broadcast_id} />,
            ],
            [t('discounts.fields.created'), dateTime(discount.created_at)],
            [t('discounts.fields.used'), discount.used_at && dateTime(discount.used_at)],
            [t('discounts.fields.cashier'), cashierName(used_by_cashier_id)],
            [
              t('discounts.fields.revoked'),
              revoked_at &&
                (discount.revoke_reason
                  ? t('discounts.fields.revokedFor', {
                      at: dateTime(revoked_at),
                      reason: discount.revoke_reason,
                    })
                  : dateTime(revoked_at)),
            ],
          ]}
        />
      </Section>
      <Section title={t('discounts.terms')}>
        <Facts
          facts={[
            [t('discounts.fields.value'), worth(discount)],
            [
              t('discounts.fields.min_order'),
              discount.min_order_amount ? money(discount.min_order_amount) : t('discounts.fields.anyOrder'),
            ],
            [
              t('discounts.fields.uses'),
              t('discounts.fields.usesOf', { count: discount.uses_count, max: discount.max_uses ?? 1 }),
            ],
            [t('discounts.fields.expires'), dateTime(discount.expires_at)],
          ]}
        />
        <Muted sx={{ mt: 1.5 }}>{t('discounts.termsHint')}</Muted>
      </Section>
    </Stack>
  );
}
