import { Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGet } from '@/api/queries';
import type { Broadcast } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';
import { Loaded } from '@/components/feedback/Loaded';
import { To } from '@/components/To';

const EVERY_MS = 3_000;

/** The broadcasts that are being sent, with their progress. */
export function RunningBroadcasts() {
  const { t } = useTranslation();
  const sending = useGet(
    '/broadcasts',
    { query: { status: ['sending'], is_test: 'any' } },
    { refetchInterval: EVERY_MS },
  );
  return (
    <Section
      title={t('dashboard.broadcasts.title')}
      action={
        <Button component={Link} to="/broadcasts" size="small">
          {t('dashboard.broadcasts.all')}
        </Button>
      }
    >
      <Loaded query={sending} minHeight={60}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography sx={{ color: 'text.secondary' }}>{t('dashboard.broadcasts.none')}</Typography>
          ) : (
            <Stack spacing={1.5}>
              {items.map((broadcast) => (
                <Running key={broadcast.id} broadcast={broadcast} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}

function Running({
  broadcast: { id, title, counts, audience_total: total, waiting_until: until },
}: {
  broadcast: Broadcast;
}) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  const done = total - counts.pending;
  const share = total === 0 ? 0 : (100 * done) / total;
  return (
    <Box>
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'space-between' }}>
        <To to={`/broadcasts/${id}`} noWrap>
          {title}
        </To>
        <Typography variant="body2" sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
          {t('dashboard.broadcasts.progress', { done: number(done), total: number(total) })}
        </Typography>
      </Stack>
      <LinearProgress
        variant="determinate"
        value={share}
        aria-label={title}
        sx={{ height: 8, borderRadius: 4, mt: 0.5 }}
      />
      {until && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t('dashboard.broadcasts.waits', { time: dateTime(until) })}
        </Typography>
      )}
    </Box>
  );
}
