import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function CashiersPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('cashiers.title')} />;
}
