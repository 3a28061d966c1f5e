import { CssBaseline, ThemeProvider } from '@mui/material';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { createQueryClient } from '@/api/queries';
import { ConfirmProvider } from '@/components/feedback/ConfirmProvider';
import { NoticesProvider } from '@/components/feedback/NoticesProvider';
import { themes } from './theme';

/** Everything a page may rely on being there: the theme, the cache of the server's answers, messages and questions. */
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
