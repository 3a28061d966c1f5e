import { Divider, Paper, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiscountDetails } from '@/api/schema';
import { Facts } from '@/components/Facts';
import { useFormats } from '@/components/format';
import { useNames } from '@/components/names';
import { To } from '@/components/To';
import { Muted } from '@/components/Muted';

/** Whose a code is, where it came from, and the terms that it was issued with. */
export function DiscountFacts({ discount }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const { dateTime, money, worth } = useFormats();
  const templateName = useNames('template');
  const campaignName = useNames('campaign');
  const broadcastName = useNames('broadcast');
  const cashierName = useNames('cashier');
  const { user, template_id, campaign_id, broadcast_id, used_by_cashier_id, revoked_at } = discount;
  return (
    <Paper variant="outlined" component="section" sx={{ p: 2.5 }}>
      <Title>{t('discounts.facts')}</Title>
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
            template_id && (
              <To key="link" to={`/templates/${template_id}`}>
                {templateName(template_id)}
              </To>
            ),
          ],
          [
            t('discounts.fields.campaign'),
            campaign_id && (
              <To key="link" to={`/campaigns/${campaign_id}`}>
                {campaignName(campaign_id)}
              </To>
            ),
          ],
          [
            t('discounts.fields.broadcast'),
            broadcast_id && (
              <To key="link" to={`/broadcasts/${broadcast_id}`}>
                {broadcastName(broadcast_id)}
              </To>
            ),
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
      <Divider sx={{ my: 2.5 }} />
      <Title>{t('discounts.terms')}</Title>
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
    </Paper>
  );
}

function Title({ children }: { children: ReactNode }) {
  return (
    <Typography variant="subtitle1" component="h2" sx={{ fontWeight: 700, mb: 1.5 }}>
      {children}
    </Typography>
  );
}
