import { Divider, Link, Paper, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { DiscountDetails } from '@/api/schema';
import { useValueText } from '@/components/value';
import { Facts } from '@/components/Facts';
import { useFormats } from '@/components/format';
import { useBroadcastNames, useCampaignNames, useCashierNames, useTemplateNames } from '@/components/names';

/** Whose a code is, where it came from, and the terms that it was issued with. */
export function DiscountFacts({ discount }: { discount: DiscountDetails }) {
  const { t } = useTranslation();
  const { dateTime, money } = useFormats();
  const valueText = useValueText();
  const templateName = useTemplateNames();
  const campaignName = useCampaignNames();
  const broadcastName = useBroadcastNames();
  const cashierName = useCashierNames();
  const { user, template_id, campaign_id, broadcast_id, used_by_cashier_id, revoked_at } = discount;
  return (
    <Paper variant="outlined" component="section" sx={{ p: 2.5 }}>
      <Title>{t('discounts.facts')}</Title>
      <Facts
        facts={[
          [t('discounts.fields.user'), <To key="user" to={`/users/${user.id}`} text={user.display_name} />],
          [t('discounts.fields.source'), t(`discounts.sources.${discount.source}`)],
          [
            t('discounts.fields.template'),
            template_id && <To to={`/templates/${template_id}`} text={templateName(template_id)} />,
          ],
          [
            t('discounts.fields.campaign'),
            campaign_id && <To to={`/campaigns/${campaign_id}`} text={campaignName(campaign_id)} />,
          ],
          [
            t('discounts.fields.broadcast'),
            broadcast_id && <To to={`/broadcasts/${broadcast_id}`} text={broadcastName(broadcast_id)} />,
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
          [t('discounts.fields.value'), valueText(discount)],
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
      <Typography variant="body2" sx={{ mt: 1.5, color: 'text.secondary' }}>
        {t('discounts.termsHint')}
      </Typography>
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

function To({ to, text }: { to: string; text: string | undefined }) {
  return (
    <Link component={RouterLink} to={to}>
      {text}
    </Link>
  );
}
