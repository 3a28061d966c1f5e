import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function AdminsPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('admins.title')} />;
}
