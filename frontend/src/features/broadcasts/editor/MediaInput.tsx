import { Stack } from '@mui/material';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { SelectInput, TextInput } from '@/components/forms/inputs';
import { MEDIA_SOURCES, type BroadcastValues } from '@/features/broadcasts/values';
import { MAX_LINK_MB, MEDIA_KINDS } from '@/features/media/kinds';
import { UploadInput } from './UploadInput';

/** The file of a broadcast: its kind and source. */
export function MediaInput() {
  const { t } = useTranslation();
  const { control } = useFormContext<BroadcastValues>();
  const [type, from] = useWatch({ control, name: ['media_type', 'media_from'] });
  return (
    <Stack spacing={2}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2}>
        <SelectInput
          name="media_type"
          label={t('broadcasts.media.type')}
          options={[
            { value: 'none', label: t('broadcasts.media.none') },
            ...MEDIA_KINDS.map((value) => ({ value, label: t(`broadcasts.media.kind.${value}`) })),
          ]}
        />
        {type !== 'none' && (
          <SelectInput
            name="media_from"
            label={t('broadcasts.media.from')}
            options={MEDIA_SOURCES.map((value) => ({ value, label: t(`broadcasts.media.source.${value}`) }))}
          />
        )}
      </Stack>
      {type !== 'none' && from === 'upload' && <UploadInput kind={type} />}
      {type !== 'none' && from === 'link' && (
        <TextInput
          name="media_ref"
          label={t('broadcasts.media.address')}
          inputMode="url"
          placeholder="https://example.ru/picture.jpg"
          hint={t('broadcasts.media.addressHint', { count: MAX_LINK_MB[type] })}
        />
      )}
      {type !== 'none' && from === 'file_id' && (
        <TextInput
          name="media_ref"
          label={t('broadcasts.media.fileId')}
          hint={t('broadcasts.media.fileIdHint')}
        />
      )}
    </Stack>
  );
}
