import { CssBaseline, ThemeProvider } from '@mui/material';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { createQueryClient } from '@/api/queries';
import { ConfirmProvider } from '@/components/feedback/ConfirmProvider';
import { NoticesProvider } from '@/components/feedback/NoticesProvider';
import { themes } from './theme';

/** The contexts of every page: theme, query cache, notices and confirmations. */
export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueryClient);
  const { i18n } = useTranslation();
  return (
    <ThemeProvider theme={themes[i18n.language === 'en' ? 'en' : 'ru']} noSsr>
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={queries}>
        <NoticesProvider>
          <ConfirmProvider>{children}</ConfirmProvider>
        </NoticesProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
