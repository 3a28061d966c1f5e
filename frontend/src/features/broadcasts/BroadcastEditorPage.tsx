import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function BroadcastEditorPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('broadcasts.title')} />;
}
