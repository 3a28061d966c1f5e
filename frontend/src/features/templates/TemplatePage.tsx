import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function TemplatePage() {
  const { t } = useTranslation();
  return <PageHeader title={t('templates.title')} />;
}
