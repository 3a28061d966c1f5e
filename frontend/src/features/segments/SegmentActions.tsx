import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import { Problem } from '@/api/problem';
import type { Segment } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { dropDraft } from '@/components/forms/draft';

/** The actions of a saved segment. */
export function SegmentActions({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const remove = useRemove(segment);
  return (
    <>
      <ActionButton to={`/users?segment_id=${segment.id}`} variant="outlined" startIcon={<GroupsIcon />}>
        {t('segments.showClients')}
      </ActionButton>
      <ActionButton
        need="marketing"
        to="/broadcasts/new"
        state={{ segmentId: segment.id }}
        variant="outlined"
        startIcon={<CampaignIcon />}
      >
        {t('segments.broadcast')}
      </ActionButton>
      <ActionButton
        need="marketing"
        color="error"
        startIcon={<DeleteIcon />}
        ask={{
          title: t('segments.removeTitle', { name: segment.name }),
          text: t('segments.removeText'),
          action: t('segments.remove'),
          isDangerous: true,
        }}
        act={remove}
      >
        {t('common.delete')}
      </ActionButton>
    </>
  );
}

/** Deletes the segment; where a broadcast needs it, offers the way to the broadcasts. */
function useRemove({ id }: Segment): () => Promise<void> {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const notices = useNotices();
  const navigate = useNavigate();
  const { mutateAsync } = useSend('delete', '/segments/{id}');
  return async () => {
    try {
      await mutateAsync({ path: { id } });
    } catch (failure) {
      if (Problem.of(failure).slug !== 'in-use') throw failure;
      const looks = await confirm({
        title: t('segments.inUseTitle'),
        text: t('segments.inUse'),
        action: t('segments.toBroadcasts'),
      });
      if (looks) void navigate('/broadcasts');
      return;
    }
    dropDraft(`segment.${id}`);
    notices.done(t('segments.removed'));
    void navigate('/segments');
  };
}
