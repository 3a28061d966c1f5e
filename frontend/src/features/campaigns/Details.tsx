import { useTranslation } from 'react-i18next';
import type { Campaign } from '@/api/schema';
import { Facts } from '@/components/Facts';
import { useFormats } from '@/components/format';
import { SpacedSection } from '@/components/SpacedSection';
import { NamedLink } from '@/components/NamedLink';
import { useJoinedText } from './joined';
import { To } from '@/components/To';

/** A campaign's gift, dates and limit, with links to its clients and codes. */
export function Details({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { id, template_id, starts_at, ends_at, description } = campaign;
  const joined = useJoinedText();
  return (
    <SpacedSection title={t('campaigns.section.terms')}>
      <Facts
        facts={[
          [
            t('campaigns.field.template'),
            template_id === undefined ? (
              t('campaigns.noTemplate')
            ) : (
              <NamedLink key="link" of="template" id={template_id} />
            ),
          ],
          [t('campaigns.field.starts_at'), starts_at ? dateTime(starts_at) : t('campaigns.atOnce')],
          [t('campaigns.field.ends_at'), ends_at ? dateTime(ends_at) : t('campaigns.noEnd')],
          [t('campaigns.column.joined'), joined(campaign)],
          [t('campaigns.field.description'), description],
        ]}
      />
      <To to={`/users?campaign_id=${id}`}>{t('campaigns.toClients')}</To>
      <To to={`/discounts?campaign_id=${id}`}>{t('campaigns.toCodes')}</To>
    </SpacedSection>
  );
}
