import { useEffect, useState } from 'react';

/** Answers within this time need no loading indicator. */
const PATIENCE_MS = 250;

/** Whether the condition has lasted for a while, so that short waits show no indicator. */
export function useLate(isSo: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isSo]);
  return isSo && isLate;
}
