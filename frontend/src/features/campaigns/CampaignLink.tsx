import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import DownloadIcon from '@mui/icons-material/FileDownload';
import { Alert, Box, Button, Link, Stack } from '@mui/material';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchFile } from '@/api/client';
import { download } from '@/api/download';
import type { Campaign, QrFormat } from '@/api/schema';
import { Loaded } from '@/components/feedback/Loaded';
import { useNotices } from '@/components/feedback/notices';
import { SpacedSection } from '@/components/SpacedSection';

/** A campaign's link: to copy, and as a QR code to print. */
export function CampaignLink({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [isUncopied, setUncopied] = useState(false);
  const { id, slug, link } = campaign;
  const address = `/campaigns/${id}/qr`;
  const qr = useQuery({
    // The picture depends on the slug and on the bot's name.
    queryKey: [address, link ?? null],
    queryFn: async ({ signal }) => {
      const { blob } = await fetchFile(address, { format: 'svg' }, signal);
      return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await blob.text())}`;
    },
  });
  const save = useMutation({
    mutationFn: (format: QrFormat) => download(address, { format }, `${slug}.${format}`),
    onError: notices.failed,
  });
  const copy = async () => {
    try {
      // Missing where the panel is opened without https.
      await navigator.clipboard.writeText(link ?? '');
      setUncopied(false);
      notices.done(t('common.copied'));
    } catch {
      setUncopied(true);
    }
  };
  return (
    <SpacedSection title={t('campaigns.link.title')}>
      {link !== undefined && (
        <>
          <Link href={link} target="_blank" rel="noreferrer" sx={{ overflowWrap: 'anywhere' }}>
            {link}
          </Link>
          {isUncopied && <Alert severity="warning">{t('campaigns.link.copyFailed')}</Alert>}
          <Button
            variant="outlined"
            startIcon={<ContentCopyIcon />}
            onClick={() => void copy()}
            sx={{ alignSelf: 'flex-start' }}
          >
            {t('campaigns.link.copy')}
          </Button>
        </>
      )}
      <Loaded query={qr} minHeight={160}>
        {(picture) => (
          <Stack spacing={1.5} sx={{ alignItems: 'center' }}>
            {/* Scanners want dark on light, whatever the panel looks like. */}
            <Box
              component="img"
              src={picture}
              alt={t('campaigns.link.qrAlt')}
              sx={{ width: '100%', maxWidth: 240, bgcolor: '#fff', borderRadius: 2, p: 1 }}
            />
            <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', justifyContent: 'center' }}>
              {(['png', 'svg'] as const).map((format) => (
                <Button
                  key={format}
                  variant="outlined"
                  startIcon={<DownloadIcon />}
                  loading={save.isPending && save.variables === format}
                  loadingPosition="start"
                  onClick={() => save.mutate(format)}
                >
                  {t(`campaigns.link.${format}`)}
                </Button>
              ))}
            </Stack>
          </Stack>
        )}
      </Loaded>
    </SpacedSection>
  );
}
