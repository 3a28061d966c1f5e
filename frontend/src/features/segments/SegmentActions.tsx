import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import { Problem } from '@/api/problem';
import type { Segment } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { dropDraft } from '@/components/forms/draft';
import { Guarded } from '@/components/Guarded';

/** What can be done with a saved segment. */
export function SegmentActions({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const remove = useRemove(segment);
  return (
    <>
      <Button
        component={Link}
        to={`/users?segment_id=${segment.id}`}
        variant="outlined"
        startIcon={<GroupsIcon />}
      >
        {t('segments.showClients')}
      </Button>
      <Guarded need="marketing">
        {(disabled) => (
          <Button
            component={Link}
            to="/broadcasts/new"
            state={{ segmentId: segment.id }}
            variant="outlined"
            startIcon={<CampaignIcon />}
            disabled={disabled}
          >
            {t('segments.broadcast')}
          </Button>
        )}
      </Guarded>
      <Guarded need="marketing">
        {(disabled) => (
          <Button color="error" startIcon={<DeleteIcon />} disabled={disabled} onClick={() => void remove()}>
            {t('common.delete')}
          </Button>
        )}
      </Guarded>
    </>
  );
}

function useRemove({ id, name }: Segment): () => Promise<void> {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const notices = useNotices();
  const navigate = useNavigate();
  const { mutateAsync } = useSend('delete', '/segments/{id}');
  return async () => {
    const isSure = await confirm({
      title: t('segments.removeTitle', { name }),
      text: t('segments.removeText'),
      action: t('segments.remove'),
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await mutateAsync({ path: { id } });
    } catch (failure) {
      if (Problem.of(failure).slug !== 'in-use') {
        notices.failed(failure);
        return;
      }
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
