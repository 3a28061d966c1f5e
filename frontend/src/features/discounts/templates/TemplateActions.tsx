import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import type { Template } from '@/api/schema';
import { ActionButton } from '@/components/ActionButton';
import { useNotices } from '@/components/feedback/notices';

interface Props {
  template: Template;
  /** Called with false while the template is being deleted, so that nobody asks for it. */
  keep: (isKept: boolean) => void;
}

/** Switches a template on and off, and deletes it. */
export function TemplateActions({ template: { id, name, is_active, issued_count }, keep }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const navigate = useNavigate();
  const change = useSend('patch', '/discount-templates/{id}');
  const remove = useSend('delete', '/discount-templates/{id}');

  const toggle = async () => {
    await change.mutateAsync({ path: { id }, body: { is_active: !is_active } });
    notices.done(is_active ? t('templates.switchedOff') : t('templates.switchedOn'));
  };

  const deleteIt = async () => {
    keep(false);
    try {
      // Without a body the template is gone; with a body it is still there, switched off.
      const left = await remove.mutateAsync({ path: { id } });
      notices.done(left ? t('templates.onlySwitchedOff') : t('templates.deleted'));
      if (left) keep(true);
      else void navigate('/templates');
    } catch (failure) {
      keep(true);
      throw failure;
    }
  };

  const switchOff = {
    title: t('templates.switchOffTitle', { name }),
    text: t('templates.switchOffText'),
    action: t('templates.switchOff'),
  };
  const isUsed = issued_count > 0;
  return (
    <>
      <ActionButton need="marketing" variant="outlined" ask={is_active ? switchOff : undefined} act={toggle}>
        {is_active ? t('templates.switchOff') : t('templates.switchOn')}
      </ActionButton>
      <ActionButton
        need="marketing"
        color="error"
        ask={{
          title: t('templates.deleteTitle', { name }),
          text: isUsed ? t('templates.deleteUsed', { count: issued_count }) : t('templates.deleteUnused'),
          action: isUsed ? t('templates.switchOff') : t('common.delete'),
          isDangerous: true,
        }}
        act={deleteIt}
      >
        {t('common.delete')}
      </ActionButton>
    </>
  );
}
