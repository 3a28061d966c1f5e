import UploadIcon from '@mui/icons-material/UploadFile';
import { Button, FormHelperText, LinearProgress, Stack, Typography } from '@mui/material';
import { useId, useRef, useState } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '@/api/client';
import { Problem } from '@/api/problem';
import type { Media } from '@/api/schema';
import { useErrorText } from '@/components/errors';
import { fieldText } from '@/components/forms/problem-fields';
import type { BroadcastValues } from '@/features/broadcasts/values';
import { ACCEPT, isTooLarge, MAX_MB, type MediaKind } from '@/features/media/kinds';

/** Uploads a broadcast's file; the hint names the accepted types. */
export function UploadInput({ kind }: { kind: MediaKind }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController>(null);
  const { control, setValue } = useFormContext<BroadcastValues>();
  const { field, fieldState } = useController({ name: 'media_id', control });
  const name = useWatch({ control, name: 'media_name' });
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const upload = async (file: File) => {
    setFailure(null);
    if (isTooLarge(kind, file.size)) {
      setFailure(t('broadcasts.media.tooLarge', { count: MAX_MB[kind] }));
      return;
    }
    stop.current = new AbortController();
    setShare(0);
    try {
      const more = { fields: { kind }, signal: stop.current.signal };
      const media = await uploadFile<Media>('/media', file, setShare, more);
      setValue('media_name', media.file_name, { shouldDirty: true });
      field.onChange(media.id);
    } catch (thrown) {
      const problem = Problem.of(thrown);
      const [place] = problem.fields;
      if (problem.slug !== 'canceled') setFailure(place ? fieldText(place) : refusalText(problem));
    } finally {
      setShare(null);
    }
  };
  const refusalText = (problem: Problem) =>
    problem.status === 415 ? t(`broadcasts.media.wrongType.${kind}`) : errorText(problem);

  const error = failure ?? fieldState.error?.message;
  return (
    <div>
      <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          variant="outlined"
          startIcon={<UploadIcon />}
          disabled={share !== null}
          aria-describedby={id}
          onClick={() => {
            input.current?.click();
          }}
        >
          {t(field.value === null ? 'broadcasts.media.choose' : 'broadcasts.media.chooseOther')}
        </Button>
        {share === null && field.value !== null && (
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            {name === '' ? t('broadcasts.media.uploaded') : name}
          </Typography>
        )}
        {share !== null && (
          <Button
            onClick={() => {
              stop.current?.abort();
            }}
          >
            {t('broadcasts.media.stop')}
          </Button>
        )}
      </Stack>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPT[kind]}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again after it was changed.
          event.target.value = '';
          if (file) void upload(file);
        }}
      />
      {share !== null && (
        <LinearProgress
          variant="determinate"
          value={share * 100}
          aria-label={t('broadcasts.media.uploading')}
          sx={{ mt: 1 }}
        />
      )}
      <FormHelperText id={id} error={error !== undefined} aria-live="polite">
        {error ?? t(`broadcasts.media.hint.${kind}`)}
      </FormHelperText>
    </div>
  );
}
