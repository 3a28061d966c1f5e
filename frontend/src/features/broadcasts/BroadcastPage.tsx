import { Alert, Chip, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Broadcast } from '@/api/schema';
import { Loaded } from '@/components/feedback/Loaded';
import { PageHeader } from '@/components/PageHeader';
import { Columns } from '@/components/layout';
import { useLiveBroadcast } from './live';
import { Actions } from './page/Actions';
import { Details } from './page/Details';
import { MoneyTrail } from './page/MoneyTrail';
import { Progress } from './page/Progress';
import { Recipients } from './page/Recipients';
import { StateNotices } from './page/StateNotices';
import { StoredPreview } from './page/StoredPreview';
import { StatusChip } from './StatusChip';

/** One broadcast: its progress, results and actions. */
export function BroadcastPage() {
  const { t } = useTranslation();
  const id = Number(useParams()['id']);
  const { query, isLive } = useLiveBroadcast(id);
  const [failure, setFailure] = useState<string | null>(null);
  const broadcast = query.data;
  return (
    <>
      <PageHeader
        title={broadcast?.title ?? t('broadcasts.title')}
        back="/broadcasts"
        mark={broadcast && <Marks broadcast={broadcast} isLive={isLive} />}
        actions={broadcast && <Actions broadcast={broadcast} onFailure={setFailure} />}
      />
      {failure && (
        <Alert severity="error" role="alert" sx={{ mb: 2 }} onClose={() => setFailure(null)}>
          {failure}
        </Alert>
      )}
      <Loaded query={query}>{(loaded) => <Content broadcast={loaded} />}</Loaded>
    </>
  );
}

function Content({ broadcast }: { broadcast: Broadcast }) {
  const hasBegun = broadcast.started_at !== undefined;
  return (
    <Stack spacing={2.5}>
      <StateNotices broadcast={broadcast} />
      <Columns wide="minmax(0, 3fr) minmax(0, 2fr)">
        <Stack spacing={2.5}>
          {hasBegun && <Progress broadcast={broadcast} />}
          {broadcast.template_id !== undefined && hasBegun && <MoneyTrail broadcast={broadcast} />}
          <Details broadcast={broadcast} />
        </Stack>
        <StoredPreview broadcast={broadcast} />
      </Columns>
      {hasBegun && <Recipients broadcast={broadcast} />}
    </Stack>
  );
}

function Marks({ broadcast, isLive }: { broadcast: Broadcast; isLive: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <StatusChip status={broadcast.status} />
      {broadcast.is_test && <Chip size="small" variant="outlined" label={t('broadcasts.testMark')} />}
      {isLive && broadcast.status === 'sending' && (
        <Chip size="small" variant="outlined" color="success" label={t('broadcasts.live')} />
      )}
    </>
  );
}
