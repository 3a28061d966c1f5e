import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function BroadcastsPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('broadcasts.title')} />;
}
