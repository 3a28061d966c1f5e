import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function RedeemPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('redeem.title')} />;
}
