import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { rememberReturn } from '@/api/session';
import { useMe, useSession } from '@/api/session-hooks';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { CenteredCard } from '@/components/CenteredCard';
import { Loading } from '@/components/feedback/Loading';
import { hasUnsaved } from '@/components/forms/unsaved';

const SessionOver = lazy(async () => ({
  default: (await import('@/features/sessions/SessionOver')).SessionOver,
}));

/**
 * Renders the panel for a logged-in admin; everybody else is sent to the login and back. When the session ends over
 * unsaved input, the page stays and the login opens above it.
 */
export function Session({ children }: { children: ReactNode }) {
  const { token, reason } = useSession();
  const { pathname, search } = useLocation();
  const me = useMe();
  const [keeps, setKeeps] = useState(false);
  const [lastToken, setLastToken] = useState(token);
  if (token !== lastToken) {
    setLastToken(token);
    setKeeps(token === null && reason === 'expired' && me.data !== undefined && hasUnsaved());
  }
  const leaves = token === null && !keeps;
  useEffect(() => {
    // Also needed when a login link is opened in this tab instead of the dialog.
    if (token === null && reason !== 'left') rememberReturn(pathname + search);
  }, [token, reason, pathname, search]);

  if (leaves) return <Navigate to="/login" replace />;
  if (me.data) {
    return (
      <>
        {children}
        {keeps && (
          <Suspense fallback={null}>
            <SessionOver />
          </Suspense>
        )}
      </>
    );
  }
  if (me.error) {
    return (
      <CenteredCard>
        <ErrorNotice error={me.error} retry={() => void me.refetch()} />
      </CenteredCard>
    );
  }
  return <Loading minHeight="100dvh" />;
}
