import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Campaign } from '@/api/schema';
import { Facts } from '@/components/Facts';
import { useFormats } from '@/components/format';
import { SpacedSection } from '@/components/SpacedSection';
import { To } from '@/components/To';

/** What a campaign gives, when and to how many; the way to those whom it brought. */
export function Details({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { dateTime, number } = useFormats();
  const { id, template_id, starts_at, ends_at, total_limit, joined_count, description } = campaign;
  const template = useGet(
    '/discount-templates/{id}',
    { path: { id: template_id ?? 0 } },
    { enabled: template_id !== undefined },
  ).data;
  return (
    <SpacedSection title={t('campaigns.section.terms')}>
      <Facts
        facts={[
          [
            t('campaigns.field.template'),
            template_id === undefined ? (
              t('campaigns.noTemplate')
            ) : (
              <To key="template" to={`/templates/${template_id}`}>
                {template?.name ?? `№ ${template_id}`}
              </To>
            ),
          ],
          [t('campaigns.field.starts_at'), starts_at ? dateTime(starts_at) : t('campaigns.atOnce')],
          [t('campaigns.field.ends_at'), ends_at ? dateTime(ends_at) : t('campaigns.noEnd')],
          [
            t('campaigns.column.joined'),
            total_limit === undefined
              ? number(joined_count)
              : t('campaigns.joinedOf', { joined: number(joined_count), limit: number(total_limit) }),
          ],
          [t('campaigns.field.description'), description],
        ]}
      />
      <To to={`/users?campaign_id=${id}`}>{t('campaigns.toClients')}</To>
      <To to={`/discounts?campaign_id=${id}`}>{t('campaigns.toCodes')}</To>
    </SpacedSection>
  );
}
