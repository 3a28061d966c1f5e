import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useConfirm } from '@/components/feedback/confirm';
import { onlySegment, segmentFilterOf, type Filters } from './list-filters';

/** Opens a new segment or broadcast with the list's filters; says first which filters are lost. */
export function useCarry(filters: Filters): (where: 'segment' | 'broadcast') => Promise<void> {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const navigate = useNavigate();
  return async (where) => {
    const segmentId = onlySegment(filters);
    if (where === 'broadcast' && segmentId !== undefined) {
      void navigate('/broadcasts/new', { state: { segmentId } });
      return;
    }
    const { filter, left } = segmentFilterOf(filters);
    if (left.length > 0) {
      const names = left.map((name) => t(`users.carry.names.${name}`)).join(', ');
      const isNothing = 'all' in filter && filter.all.length === 0;
      const text = {
        segment: isNothing
          ? t('users.carry.nothingSegment', { names })
          : t('users.carry.segmentText', { names }),
        broadcast: isNothing
          ? t('users.carry.nothingBroadcast', { names })
          : t('users.carry.broadcastText', { names }),
      };
      const goesOn = await confirm({
        title: t('users.carry.title'),
        text: text[where],
        action: t('users.carry.go'),
      });
      if (!goesOn) return;
    }
    void navigate(where === 'segment' ? '/segments/new' : '/broadcasts/new', { state: { filter } });
  };
}
