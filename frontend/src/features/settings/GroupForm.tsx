import { useTranslation } from 'react-i18next';
import { useSend } from '@/api/queries';
import type { SettingGroup, Settings, SettingSpec } from '@/api/schema';
import { useMay } from '@/api/session-hooks';
import { useNotices } from '@/components/feedback/notices';
import { Form } from '@/components/forms/Form';
import { useServerForm } from '@/components/forms/server-form';
import { Section } from '@/components/Section';
import { SettingField } from './SettingField';
import { changesOf, schemaOf, typedOf } from './values';

interface Props {
  group: SettingGroup;
  specs: readonly SettingSpec[];
  settings: Settings;
}

/** The settings of one group, saved together. */
export function GroupForm({ group, specs, settings }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { mutateAsync } = useSend('patch', '/settings');
  const server = useServerForm({
    schema: schemaOf(specs),
    values: typedOf(specs, settings),
    draft: `settings.${group}`,
    save: async (_, { changed }) => {
      const changes = changesOf(specs, changed);
      if (Object.keys(changes).length > 0) await mutateAsync({ body: changes });
    },
    onSaved: () => notices.done(t('settings.saved')),
  });
  return (
    <Section title={t(`settings.group.${group}`)}>
      <Form of={server} mayChange={useMay('owner')}>
        {specs.map((spec) => (
          <SettingField key={spec.key} spec={spec} />
        ))}
      </Form>
    </Section>
  );
}
