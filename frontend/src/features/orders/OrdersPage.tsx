import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function OrdersPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('orders.title')} />;
}
