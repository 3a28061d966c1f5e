import { useTranslation } from 'react-i18next';
import type { Broadcast } from '@/api/schema';
import { useMediaContent } from '@/features/media/content';
import { MessagePreview } from '@/features/broadcasts/message/MessagePreview';
import { readHtml } from '@/features/broadcasts/message/telegram-html';
import { SpacedSection } from '@/components/SpacedSection';
import { UNSUBSCRIBE } from '@/features/broadcasts/unsubscribe';

/** What a stored broadcast says, with its placeholders as they were written. */
export function StoredPreview({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { kind, body, media_type, media_id, media_ref, buttons, unsubscribe_button } = broadcast;
  const content = useMediaContent(media_id ?? null);
  return (
    <SpacedSection title={t('broadcasts.section.message')}>
      <MessagePreview
        pieces={kind === 'copy' ? null : readHtml((body ?? '').trim()).pieces}
        media={media_type === 'none' ? null : { type: media_type, content, name: media_ref ?? '' }}
        buttons={unsubscribe_button ? [...buttons, [{ text: UNSUBSCRIBE }]] : buttons}
      />
    </SpacedSection>
  );
}
