import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/PageHeader';

export function SegmentsPage() {
  const { t } = useTranslation();
  return <PageHeader title={t('segments.title')} />;
}
