import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSend } from '@/api/queries';
import type { Template } from '@/api/schema';
import { useConfirm } from '@/components/feedback/confirm';
import { useNotices } from '@/components/feedback/notices';
import { Guarded } from '@/components/Guarded';

interface Props {
  template: Template;
  /** Whether the template will be there to be asked for. */
  keep: (isKept: boolean) => void;
}

/** Switches a template on and off, and deletes it. */
export function TemplateActions({ template: { id, name, is_active, issued_count }, keep }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const notices = useNotices();
  const navigate = useNavigate();
  const change = useSend('patch', '/discount-templates/{id}');
  const remove = useSend('delete', '/discount-templates/{id}');

  const toggle = async () => {
    const isSure =
      !is_active ||
      (await confirm({
        title: t('templates.switchOffTitle', { name }),
        text: t('templates.switchOffText'),
        action: t('templates.switchOff'),
      }));
    if (!isSure) return;
    change.mutate(
      { path: { id }, body: { is_active: !is_active } },
      {
        onSuccess: () => notices.done(is_active ? t('templates.switchedOff') : t('templates.switchedOn')),
        onError: notices.failed,
      },
    );
  };

  const askAndDelete = async () => {
    const isSure = await confirm({
      title: t('templates.deleteTitle', { name }),
      text:
        issued_count > 0 ? t('templates.deleteUsed', { count: issued_count }) : t('templates.deleteUnused'),
      action: issued_count > 0 ? t('templates.switchOff') : t('common.delete'),
      isDangerous: true,
    });
    if (!isSure) return;
    keep(false);
    remove.mutate(
      { path: { id } },
      {
        // Without a body it is gone; with one it is still here, switched off.
        onSuccess: (left) => {
          notices.done(left ? t('templates.onlySwitchedOff') : t('templates.deleted'));
          if (left) keep(true);
          else void navigate('/templates');
        },
        onError: (problem) => {
          keep(true);
          notices.failed(problem);
        },
      },
    );
  };

  return (
    <Guarded need="marketing">
      {(disabled) => (
        <span style={{ display: 'inline-flex', gap: 8 }}>
          <Button
            variant="outlined"
            disabled={disabled}
            loading={change.isPending}
            onClick={() => void toggle()}
          >
            {is_active ? t('templates.switchOff') : t('templates.switchOn')}
          </Button>
          <Button
            color="error"
            disabled={disabled}
            loading={remove.isPending}
            onClick={() => void askAndDelete()}
          >
            {t('common.delete')}
          </Button>
        </span>
      )}
    </Guarded>
  );
}
