import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useMediaContent } from '@/features/media/content';
import { MessagePreview } from '@/features/broadcasts/MessagePreview';
import { SpacedSection } from '@/components/SpacedSection';

/** The message of a stored broadcast, its placeholders unfilled. */
export function StoredPreview({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { kind, body, media_type, media_id, media_ref, buttons, unsubscribe_button } = broadcast;
  const content = useMediaContent(media_id ?? null);
  return (
    <SpacedSection title={t('broadcasts.section.message')}>
      <MessagePreview
        html={kind === 'copy' ? null : (body ?? '').trim()}
        media={media_type === 'none' ? null : { type: media_type, content, name: media_ref ?? '' }}
        buttons={buttons}
        hasUnsubscribe={unsubscribe_button}
      />
    </SpacedSection>
  );
}
