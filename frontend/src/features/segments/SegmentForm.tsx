import { Alert, Paper, Stack, Typography } from '@mui/material';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { useSend } from '@/api/queries';
import { useMay } from '@/api/session-hooks';
import { useNotices } from '@/components/feedback/notices';
import { optionalText, text } from '@/components/forms/fields';
import { Form } from '@/components/forms/Form';
import { TextInput } from '@/components/forms/inputs';
import { useServerForm } from '@/components/forms/server-form';
import { Columns } from '@/components/layout';
import { filterField } from '@/features/segments/filter/filter-field';
import type { FilterDraft } from '@/features/segments/filter/tree';
import { FilterInput, WatchedAudience } from './FilterInput';

const schema = z.object({ name: text(), description: optionalText(), filter: filterField() });

interface Values {
  name: string;
  description: string;
  filter: FilterDraft;
}

interface Props {
  /** The id of a saved segment. */
  id?: number;
  draft: string;
  values: Values;
  notice?: string | undefined;
}

/** A segment's name, description and conditions, with the number of matching clients. */
export function SegmentForm({ id, draft, values, notice }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const navigate = useNavigate();
  const mayChange = useMay('marketing');
  const { mutateAsync: create } = useSend('post', '/segments');
  const { mutateAsync: update } = useSend('patch', '/segments/{id}');
  const created = useRef<number>(null);
  const form = useServerForm({
    schema,
    values,
    draft,
    save: async ({ name, description, filter }, { changed }) => {
      if (id !== undefined) return update({ path: { id }, body: changed });
      const body = { name, filter, ...(description === null ? {} : { description }) };
      const segment = await create({ body });
      created.current = segment.id;
      return segment;
    },
    onSaved: () => {
      notices.done(t(id === undefined ? 'segments.created_done' : 'segments.saved'));
      if (created.current !== null) void navigate(`/segments/${created.current}`, { replace: true });
    },
  });
  return (
    <Form
      of={form}
      mayChange={mayChange}
      action={t(id === undefined ? 'segments.createAction' : 'common.save')}
    >
      {notice && <Alert severity="info">{notice}</Alert>}
      <Columns wide="minmax(0, 1fr) 320px">
        <Stack spacing={2.5} sx={{ minWidth: 0 }}>
          <TextInput name="name" label={t('segments.name')} hint={t('segments.nameHint')} required />
          <TextInput
            name="description"
            label={t('segments.description')}
            hint={t('segments.descriptionHint')}
            multiline
          />
          <Paper variant="outlined" sx={{ p: { xs: 1.5, sm: 2 } }}>
            <Typography variant="h6" component="h2" sx={{ mb: 1.5 }}>
              {t('segments.filter')}
            </Typography>
            <FilterInput name="filter" isDisabled={!mayChange} />
          </Paper>
        </Stack>
        <Paper
          variant="outlined"
          sx={{ p: 2, alignSelf: 'start', position: { lg: 'sticky' }, top: { lg: 72 } }}
        >
          <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
            {t('segments.audience.title')}
          </Typography>
          <WatchedAudience name="filter" />
        </Paper>
      </Columns>
    </Form>
  );
}
