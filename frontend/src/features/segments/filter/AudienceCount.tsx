import { Box, Chip, LinearProgress, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SegmentPreview } from '@/api/schema';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { useFormats } from '@/components/format';
import { Muted } from '@/components/Muted';
import { useAudience } from './audience';
import type { FilterDraft } from './tree';

interface Props {
  filter: FilterDraft;
  /** False leaves out the newest matching clients. */
  hasSample?: boolean;
}

/** The number of clients that match a filter, and the newest of them. */
export function AudienceCount({ filter, hasSample = true }: Props) {
  const { t } = useTranslation();
  const audience = useAudience(filter);
  const { preview, error } = audience;
  return (
    <Box aria-live="polite" aria-busy={audience.isCounting}>
      {error ? (
        <ErrorNotice error={error} retry={audience.retry} />
      ) : audience.isUnfinished || audience.isWrong ? (
        <Muted>{t(audience.isUnfinished ? 'segments.audience.incomplete' : 'segments.audience.wrong')}</Muted>
      ) : preview ? (
        <Counted preview={preview} hasSample={hasSample} isOld={audience.isCounting} />
      ) : (
        <Typography sx={{ color: 'text.secondary' }}>{t('segments.audience.counting')}</Typography>
      )}
      <Box sx={{ height: 4, mt: 1 }}>
        {audience.isCounting && <LinearProgress aria-label={t('segments.audience.counting')} />}
      </Box>
    </Box>
  );
}

function Counted(props: { preview: SegmentPreview; hasSample: boolean; isOld: boolean }) {
  const { preview, hasSample, isOld } = props;
  const { t } = useTranslation();
  const { number } = useFormats();
  const { count, sample } = preview;
  return (
    <Stack spacing={1} sx={{ opacity: isOld ? 0.6 : 1 }}>
      <Typography variant="h4" component="p" sx={{ fontWeight: 700 }}>
        {t('common.clients', { count }).replace(String(count), number(count))}
      </Typography>
      <Muted>{count === 0 ? t('segments.audience.nobody') : t('segments.audience.note')}</Muted>
      {hasSample && sample.length > 0 && (
        <>
          <Typography variant="subtitle2" component="p">
            {t('segments.audience.newest')}
          </Typography>
          <Stack direction="row" spacing={0.75} useFlexGap sx={{ flexWrap: 'wrap' }}>
            {sample.map(({ id, display_name }) => (
              <Chip
                key={id}
                size="small"
                variant="outlined"
                label={display_name}
                component={Link}
                to={`/users/${id}`}
                clickable
                sx={{ maxWidth: 180 }}
              />
            ))}
          </Stack>
        </>
      )}
    </Stack>
  );
}
