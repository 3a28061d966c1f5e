import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function DiscountPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('discounts.title')} />;
}
