import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useFormats } from '@/components/format';
import { FilterSentence } from '@/features/segments/filter/FilterSentence';
import { useExcludedText } from '@/features/broadcasts/excluded';
import { Facts } from '@/components/Facts';
import { SpacedSection } from '@/components/SpacedSection';
import { NamedLink } from '@/components/NamedLink';

/** The audience, the code, the time and the pace of a broadcast. */
export function Details({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { dateTime, number } = useFormats();
  const excludedText = useExcludedText();
  const { segment_id, filter, template_id, rate_per_minute: rate, started_at } = broadcast;
  const audience =
    segment_id !== undefined ? (
      <NamedLink of="segment" id={segment_id} />
    ) : filter === undefined ? (
      t('broadcasts.audience.all')
    ) : (
      <FilterSentence filter={filter} />
    );
  return (
    <SpacedSection title={t('broadcasts.details.title')}>
      <Facts
        facts={[
          [t('broadcasts.section.audience'), audience],
          ...(started_at === undefined
            ? []
            : [[t('broadcasts.preflight.excluded'), excludedText(broadcast.excluded)] as const]),
          [
            t('broadcasts.field.template'),
            template_id === undefined ? (
              t('common.none')
            ) : (
              <NamedLink key="link" of="template" id={template_id} />
            ),
          ],
          [
            t('broadcasts.field.begins'),
            broadcast.scheduled_at === undefined
              ? t('broadcasts.field.beginsNow')
              : dateTime(broadcast.scheduled_at),
          ],
          [
            t('broadcasts.field.pace'),
            rate === undefined
              ? t('broadcasts.pace.usual')
              : rate === 0
                ? t('broadcasts.pace.free')
                : t('broadcasts.perMinute', { count: rate, number: number(rate) }),
          ],
          [
            t('broadcasts.details.quiet'),
            t(
              broadcast.ignore_quiet_hours
                ? 'broadcasts.details.quietIgnored'
                : 'broadcasts.details.quietKept',
            ),
          ],
          [t('broadcasts.column.kind'), t(`broadcasts.kind.${broadcast.kind}`)],
          [t('broadcasts.column.created_at'), dateTime(broadcast.created_at)],
        ]}
      />
    </SpacedSection>
  );
}
