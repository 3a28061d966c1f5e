import { Button, useMediaQuery } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from './list-context';

interface Props {
  /** The names of the filters: while one of them is set, all are visible. */
  names: readonly string[];
  children: ReactNode;
}

/** Rarely used filters, behind a button on a wide screen. */
export function MoreFilters({ names, children }: Props) {
  const { t } = useTranslation();
  const { filters } = useList();
  const isNarrow = useMediaQuery((theme) => theme.breakpoints.down('md'));
  const [isOpen, setOpen] = useState(false);
  if (isNarrow || isOpen || names.some((name) => filters[name] !== undefined)) return children;
  return (
    <Button onClick={() => setOpen(true)} sx={{ height: 40 }}>
      {t('common.table.moreFilters')}
    </Button>
  );
}
