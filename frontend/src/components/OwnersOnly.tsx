import LockIcon from '@mui/icons-material/LockOutlined';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdmin, useMay } from '@/api/session-hooks';
import { EmptyState } from './feedback/EmptyState';

/** A page for owners; the others see why they may not open it. */
export function OwnersOnly({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { role } = useAdmin();
  if (useMay('owner')) return children;
  return (
    <EmptyState
      isPage
      icon={<LockIcon />}
      title={t('common.forbidden.title')}
      hint={t('common.forbidden.text', { role: t(`common.role.${role}`) })}
    />
  );
}
