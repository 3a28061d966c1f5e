import { Alert, Collapse } from '@mui/material';
import {
  useQueryClient,
  type MutationCacheNotifyEvent,
  type QueryCacheNotifyEvent,
} from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { useNotices } from '@/components/feedback/notices';

const EVERY_MS = 5_000;

/** Says that the server cannot be reached, tries again, and refetches everything when it is back. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const [isLost, setLost] = useState(false);

  useEffect(() => {
    // Any query or mutation may notice it first.
    const onEvent = (event: QueryCacheNotifyEvent | MutationCacheNotifyEvent) => {
      if (event.type === 'updated' && event.action.type === 'error')
        if (Problem.of(event.action.error).slug === 'offline') setLost(true);
    };
    const stops = [queries.getQueryCache().subscribe(onEvent), queries.getMutationCache().subscribe(onEvent)];
    return () => stops.forEach((stop) => stop());
  }, [queries]);
  useEffect(() => {
    const lost = () => setLost(true);
    globalThis.addEventListener('offline', lost);
    return () => globalThis.removeEventListener('offline', lost);
  }, []);
  useEffect(() => {
    if (!isLost) return;
    const lookAgain = () => void look();
    const look = async () => {
      const isBack = await fetch('/health', { cache: 'no-store' }).then(
        (response) => response.ok,
        () => false,
      );
      if (!isBack) return;
      setLost(false);
      notices.done(t('common.online'));
      await queries.invalidateQueries();
    };
    const timer = setInterval(lookAgain, EVERY_MS);
    globalThis.addEventListener('online', lookAgain);
    return () => {
      clearInterval(timer);
      globalThis.removeEventListener('online', lookAgain);
    };
  }, [isLost, notices, queries, t]);

  return (
    <Collapse in={isLost} unmountOnExit>
      <Alert severity="warning" role="alert" variant="filled" sx={{ borderRadius: 0 }}>
        {t('common.offline')}
      </Alert>
    </Collapse>
  );
}
